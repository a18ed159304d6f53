import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { textOf } from "./wire/page.ts";
import type { JoinedView } from "./wire/joined-view.ts";
import { messages } from "./sample-app/room-live.ts";
import { type SampleApp, startSampleApp } from "./sample-app/sample-app.ts";

// Protocol 4: trees, diffs, and what stands beside them. `JoinedView` merges strictly by these rules.
describe("diffs", () => {
  let app: SampleApp;
  before(async () => {
    app = await startSampleApp();
  });
  after(() => app.stop());

  const diffOf = async (view: JoinedView, event: string, value: unknown = {}) =>
    (await view.click(event, value)).response["diff"];

  it("hold the changed slot alone, as text", async () => {
    const view = await app.client().visit("/counter");
    const ref = view.sendClick("inc");
    const reply = await view.socket.take((frame) => frame[1] === ref);
    const text = JSON.stringify(reply[4]["response"]);
    assert.match(text, /^\{"diff":\{("\d+":\{)*"\d+":"1"\}*,"t":"Counter 1"\}\}$/);
  });

  it("of one row are the same among a thousand as among a hundred, but for the length that the client asks for", async () => {
    const frameOf = async (rows: number): Promise<string> => {
      const view = await app.client().visit("/list");
      await view.click("fill", { rows });
      return JSON.stringify(await diffOf(view, "rename", { id: 42, name: "changed" }));
    };
    const [few, many] = [await frameOf(100), await frameOf(1000)];
    assert.match(few, /"k":\{"42":\{"\d":"changed"\},"kc":100\}/);
    assert.equal(many, few.replace('"kc":100}', '"kc":1000}'));
  });

  it("are absent where nothing has changed", async () => {
    const view = await app.client().visit("/counter");
    assert.deepEqual(await view.click("nothing"), { status: "ok", response: {} });
    assert.deepEqual(await view.click("add", { by: 0 }), { status: "ok", response: {} });
  });

  it("are not pushed where nothing has changed", async () => {
    const view = await app.client().visit("/rooms/still");
    app.pubsub.broadcast(messages("still"), { text: "same" });
    await view.click("move", { room: "still" });
    assert.ok(!view.socket.log.some((frame) => frame[3] === "diff"));
  });

  it("are pushed for messages of topics, with no reference", async () => {
    const view = await app.client().visit("/rooms/loud");
    app.pubsub.broadcast(messages("loud"), { text: '<hello> & "you"' });
    const [joinRef, ref, topic] = await view.message("diff");
    assert.deepEqual([joinRef, ref, topic], [view.joinRef, null, view.topic]);
    assert.equal(textOf(view.html, "heard"), '<hello> & "you"');
    assert.match(view.html, /&lt;hello&gt; &amp; ("|&quot;)you/);
  });

  it("change the shape of a slot back and forth", async () => {
    const view = await app.client().visit("/list");
    const shapes = {
      nothing: "",
      text: "&lt;plain&gt;",
      bold: "<b>bold</b>",
      list: "<ol><li>1</li><li>2</li><li>3</li></ol>",
    } as const;
    const names = Object.keys(shapes) as (keyof typeof shapes)[];
    for (const from of names) {
      for (const to of names) {
        await view.click("show", { as: from });
        await view.click("show", { as: to });
        assert.ok(view.html.includes(`<div id="shown">${shapes[to]}</div>`), `${from} to ${to}: ${view.html}`);
      }
    }
  });

  it("move, add, change and remove keyed rows", async () => {
    const view = await app.client().visit("/list");
    const lists = [
      "1a 2b",
      "2b 1a",
      "2b 1a 3c",
      "3c 2b 1a",
      "3x 2bold 1a",
      "1a",
      "",
      "4d 5e",
      "5e 6f 4d 1a",
      "9z",
      "1a 2b",
    ];
    for (const list of lists) {
      const items = list
        .split(" ")
        .filter(Boolean)
        .map((word) => ({ id: Number(word[0]), name: word.slice(1) }));
      await view.click("set", { items });
      const rows = items.map(({ id, name }) => `<li id="item-${id}">${name}${name === "bold" ? "<b>!</b>" : ""}</li>`);
      assert.ok(view.html.includes(`<ul>${rows.join("")}</ul>`), `${list}: ${view.html}`);
    }
  });

  it("swap two rows by their places, without their contents", async () => {
    const view = await app.client().visit("/list");
    const diff = await diffOf(view, "set", {
      items: [
        { id: 2, name: "Bob" },
        { id: 1, name: "Ada" },
      ],
    });
    assert.match(JSON.stringify(diff), /\{"k":\{"0":1,"1":0,("kc":2,"km":true|"km":true,"kc":2)\}\}/);
    assert.doesNotMatch(JSON.stringify(diff), /Ada|Bob/);
  });

  it("hold the title only when it changes", async () => {
    const view = await app.client().visit("/counter");
    assert.equal(view.tree.title, "Counter 0");
    assert.equal((await diffOf(view, "inc"))["t"], "Counter 1");
    assert.equal("t" in (await diffOf(view, "echo", "x")), false);
  });

  it("hold pushed events in their order, with nothing else where nothing else changed", async () => {
    const view = await app.client().visit("/counter");
    assert.deepEqual(await diffOf(view, "shout", { text: "hey" }), {
      e: [
        ["shouted", { text: "hey" }],
        ["after", { text: "hey" }],
      ],
    });
  });

  it("hold the reply to a hook, and are absent where there is none", async () => {
    const view = await app.client().visit("/counter");
    assert.deepEqual((await view.hook("ask", { by: 4 })).response, { diff: { r: { twice: 8 } } });
    assert.deepEqual((await view.hook("nothing")).response, {});
  });

  it("after a rejoin begin anew", async () => {
    const client = app.client();
    const page = await client.get("/list");
    const socket = await client.connect({ csrfToken: /csrf-token" content="([^"]+)/.exec(page.body)?.[1] });
    const first = await client.join(socket, page);
    await first.click("show", { as: "bold" });
    const second = await client.join(socket, page);
    assert.ok(second.html.includes('<div id="shown"></div>'));
    await second.click("show", { as: "bold" });
    assert.ok(second.html.includes('<div id="shown"><b>bold</b></div>'));
  });
});
