import { gzipSync } from "node:zlib";
import { refusalIn } from "../matrix/try-event.ts";
import { presenceOf } from "../stage.ts";
import type { HttpAnswer } from "../wire/http-answer.ts";
import { maskedFrame } from "../wire/raw-socket.ts";
import type { Attack } from "./attack.ts";
import { isIn, isOpen, newcomer, openPage, unless } from "./newcomer.ts";

/** Attacks by how much is sent, and how fast. */
export const floodAttacks: readonly Attack[] = [
  {
    id: "K42",
    does: "sends too much: bodies, fields, depths, headers, addresses, compressed bodies",
    safe: "a refusal each time; the memory of the app stays within 100 MB",
    async run(stage) {
      const { client } = await newcomer(stage);
      const open = await openPage(stage, client);
      const token = open.page.csrf;
      const before = stage.ground.memory();
      const path = stage.plan.accounts.settings;
      const form = { "content-type": "application/x-www-form-urlencoded", "x-csrf-token": token };
      const many = Array.from({ length: 100_000 }, (_, count) => `k${count}=1`).join("&");
      const tries: readonly (readonly [what: string, send: () => Promise<HttpAnswer>])[] = [
        [
          "a form of 20 MB",
          () =>
            client.fork().send("PUT", path, {
              body: `a=${"x".repeat(20_000_000)}`,
              headers: form,
            }),
        ],
        [
          "100,000 fields",
          () =>
            client.fork().send("PUT", path, {
              body: `_csrf_token=${token}&${many}`,
              headers: form,
            }),
        ],
        [
          "a field 1,000 deep",
          () =>
            client.fork().send("PUT", path, {
              body: `_csrf_token=${token}&a${"[b]".repeat(1_000)}=1`,
              headers: form,
            }),
        ],
        [
          "a compressed form of 100 MB",
          () =>
            client.fork().send("PUT", path, {
              body: gzipSync(Buffer.alloc(100_000_000)),
              headers: { ...form, "content-encoding": "gzip" },
            }),
        ],
        ["a header of 1 MB", () => client.fork().get(path, { "x-long": "x".repeat(1_000_000) })],
        ["an address of 60 kB", () => client.fork().get(`${path}?q=${"x".repeat(60_000)}`)],
        [
          "a length of 100 GB",
          () =>
            client
              .fork()
              .raw(
                `PUT ${path} HTTP/1.1\r\nHost: ${stage.ground.url.host}\r\nContent-Length: 100000000000\r\nContent-Type: ${form["content-type"]}\r\n\r\na=1`,
              ),
        ],
      ];
      const found: string[] = [];
      for (const [what, send] of tries) {
        const { status } = await send();
        if ((status < 400 && status !== 0) || status >= 500) found.push(`${what} was answered with ${status}`);
      }
      const { socket } = open;
      socket.push(`lv:${open.page.id}`, "event", { type: "click", event: "x", value: "x".repeat(2_000_000) }, "1");
      const code = await socket.until(() => socket.closed ?? undefined);
      const grown = (stage.ground.memory() ?? 0) - (before ?? 0);
      return [
        ...found,
        ...unless(code === 1009 || code === null, `a frame of 2 MB was answered with ${code}`),
        ...unless(grown < 100_000_000, `the app has grown by ${Math.round(grown / 1e6)} MB`),
        ...unless(await isIn(stage, client), "the session has ended"),
      ];
    },
  },
  {
    id: "K44",
    does: "floods the socket: 5,000 events at once, joins without end, pings",
    safe: "what is too much is refused; others' pages don't notice",
    async run(stage) {
      const { client } = await newcomer(stage);
      const open = await openPage(stage, client);
      const { socket, page } = open;
      const refs = Array.from({ length: 5_000 }, () =>
        socket.push(`lv:${page.id}`, "event", { type: "click", event: "nothing", value: {} }, "1"),
      );
      for (let count = 0; count < 2_000; count++) socket.bytes(maskedFrame(9, Buffer.from("ping")));
      const last = await socket.reply(refs.at(-1) ?? "");
      const reasons = new Set(socket.frames.map(([, , , , payload]) => refusalIn(payload)));
      const witness = await openPage(stage, presenceOf(stage, "other").client);
      const begin = performance.now();
      const isHeard = await isOpen(witness);
      const ms = performance.now() - begin;
      witness.socket.close();
      socket.close();
      return [
        ...unless(last.status === "closed" || reasons.has("rate"), "5,000 events at once were all taken"),
        ...unless(isHeard && ms < 2_000, `another user's event took ${Math.round(ms)} ms`),
      ];
    },
  },
];
