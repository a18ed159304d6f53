import { newClient } from "../ground.ts";
import { refusalIn } from "../matrix/try-event.ts";
import { presenceOf } from "../stage.ts";
import { maskedFrame } from "../wire/raw-socket.ts";
import type { Attack } from "./attack.ts";
import { isOpen, openPage, pageOf, unless } from "./newcomer.ts";

/** Origins that look like ours, or like none. */
const foreignOrigins = ({ host, hostname }: URL): readonly (string | null)[] => [
  "https://evil.example",
  "null",
  `https://${host}.evil.example`,
  `https://evil-${host}`,
  `https://sub.${host}`,
  `https://${hostname}:8443`,
  `http://${host}`,
  `https://${host.toUpperCase()}.`,
  `https://${host.replace("a", "а")}`,
  `https://${host}@evil.example`,
  `https://${host} https://evil.example`,
  `file://${host}`,
  "",
  null,
];

/** Attacks on the socket: who opens it, what is joined on it, and what is said on it. */
export const socketAttacks: readonly Attack[] = [
  {
    id: "K20",
    does: "opens the socket from foreign origins, with the victim's cookies",
    safe: "403 before any upgrade",
    quick: true,
    async run(stage) {
      const { client } = presenceOf(stage, "user");
      const page = await pageOf(stage, presenceOf(stage, "user"));
      const found: string[] = [];
      for (const origin of foreignOrigins(stage.ground.url)) {
        const sent = origin && Buffer.from(origin).toString("latin1");
        const { status, socket } = await client.connect({ origin: sent, csrf: page.csrf });
        socket?.close();
        if (status !== 403) found.push(`the origin ${origin ?? "that is missing"} was answered with ${status}`);
      }
      return found;
    },
  },
  {
    id: "L02",
    does: "opens the socket with the cookies but without their CSRF token, or with another session's",
    safe: "no join gets a view",
    quick: true,
    async run(stage) {
      const user = presenceOf(stage, "user");
      const page = await pageOf(stage, user);
      const foreign = await pageOf(stage, presenceOf(stage, "other"));
      const found: string[] = [];
      for (const [what, csrf] of [
        ["no token", null],
        ["another session's", foreign.csrf],
        ["a changed one", `A${page.csrf.slice(1)}`],
      ] as const) {
        const { socket } = await user.client.connect({ csrf });
        if (!socket) continue;
        const { response } = await user.client.join(socket, { ...page, csrf: csrf ?? "" });
        socket.close();
        if (response["rendered"]) found.push(`a join with ${what} got the view`);
      }
      return found;
    },
  },
  {
    id: "K08",
    does: "joins another user's topic, guesses ids, joins twice, joins 1,000 topics",
    safe: "nothing of another's is sent; the connection holds a hundred views at most",
    quick: true,
    async run(stage) {
      const { client } = presenceOf(stage, "other");
      const theirs = await pageOf(stage, presenceOf(stage, "user"));
      const own = await pageOf(stage, presenceOf(stage, "other"));
      const socket = await client.socketOf(own);
      const stolen = await client.join(socket, theirs);
      const guessed = await client.join(socket, { ...own, id: `${own.id}x` });
      const first = await client.join(socket, own);
      const second = await client.join(socket, own);
      const refs = Array.from({ length: 1_000 }, (_, count) =>
        socket.push(`lv:guess-${count}`, "phx_join", client.joinPayload(own, { at: own.path, by: "url" })),
      );
      const last = await socket.reply(refs.at(-1) ?? "");
      const rendered = socket.texts.filter((text) => text.includes('"rendered"')).length;
      socket.close();
      return [
        ...unless(stolen.status !== "ok", "another user's topic was joined"),
        ...unless(guessed.status !== "ok", "a token was good for another id"),
        ...unless(first.status === "ok" && second.status === "ok", "one's own page could not be joined again"),
        ...unless(last.status !== "ok" && rendered <= 2, "guessed topics got views"),
      ];
    },
  },
  {
    id: "K12",
    does: "sends events without a mount, to components that aren't there, and such as nobody declares",
    safe: "refused; the view lives",
    quick: true,
    async run(stage) {
      const { client } = presenceOf(stage, "user");
      const open = await openPage(stage, client);
      const { socket, page } = open;
      const send = (topic: string, payload: object) => socket.reply(socket.push(topic, "event", payload, "1"));
      const names = [
        "nothing of the kind",
        "constructor",
        "__proto__",
        "toString",
        "lv:nothing",
        "mount",
        "handleParams",
        "phx_join",
        "",
      ];
      const found: string[] = [];
      for (const event of names) {
        const { status, response } = await send(`lv:${page.id}`, { type: "click", event, value: {} });
        if (status !== "ok" || refusalIn(response) === null)
          found.push(`the event "${event}" was answered with ${status}`);
      }
      const unjoined = await send("lv:somewhere", { type: "click", event: "x", value: {} });
      const component = await send(`lv:${page.id}`, { type: "click", event: "save", value: {}, cid: 999_999 });
      const isAlive = await isOpen(open);
      socket.close();
      return [
        ...found,
        ...unless(unjoined.status === "error", "an event was heard without a join"),
        ...unless(
          component.status === "ok" && component.response["diff"] === undefined,
          "a component that isn't there took an event",
        ),
        ...unless(isAlive, "the view has ended"),
      ];
    },
  },
  {
    id: "L03",
    does: "sends what is no frame of the protocol: garbage, binary, unmasked, reserved bits, broken fragments",
    safe: "that connection closes, and nothing else",
    quick: true,
    async run(stage) {
      const messages: readonly (readonly [what: string, bytes: Buffer])[] = [
        ["garbage text", maskedFrame(1, Buffer.from("{"))],
        ["five nulls", maskedFrame(1, Buffer.from("[null,null,null,null,null]"))],
        ["a binary frame", maskedFrame(2, Buffer.from([0, 255, 255, 255, 255]))],
        ["text that is no UTF-8", maskedFrame(1, Buffer.from([0xc3, 0x28]))],
        ["an unmasked frame", Buffer.from([0x81, 2, 0x5b, 0x5d])],
        ["reserved bits", Buffer.from([0xf1, 0x80, 0, 0, 0, 0])],
        ["an unknown opcode", Buffer.from([0x83, 0x80, 0, 0, 0, 0])],
        ["a continuation of nothing", maskedFrame(0, Buffer.from("x"))],
        ["a ping in pieces", maskedFrame(9, Buffer.from("x"), { final: false })],
        ["a frame of 2^62 bytes", Buffer.from([0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
      ];
      const found: string[] = [];
      for (const [what, bytes] of messages) {
        const { socket } = await newClient(stage.ground).connect();
        if (!socket) return ["a visitor gets no socket"];
        socket.bytes(bytes);
        const closed = await socket.until(() => socket.closed ?? undefined, 5_000).catch(() => null);
        if (closed === 1000) found.push(`${what} was answered with 1000`);
        if (closed === null && socket.closed === null && !(await socket.isAlive()))
          found.push(`${what} left the connection deaf`);
        socket.close();
      }
      return found;
    },
  },
  {
    id: "L04",
    does: "asks for other sockets: other paths, versions and hosts, and HTTP/2 on the side",
    safe: "refused, none of them upgraded",
    quick: true,
    async run(stage) {
      const client = newClient(stage.ground);
      const asked = [
        ["another path", { path: "/live/nothing" }],
        ["the path of development", { path: "/livegate/websocket" }],
        ["a version of the past", { version: "1.0.0" }],
        ["no version", { version: "" }],
        ["another host", { host: "evil.example" }],
        ["HTTP/2", { headers: { upgrade: "h2c", "http2-settings": "AAMAAABkAAQAAP__" } }],
      ] as const;
      const found: string[] = [];
      for (const [what, parts] of asked) {
        const { status, socket } = await client.connect(parts);
        socket?.close();
        if (status === 101) found.push(`${what} was upgraded`);
      }
      return found;
    },
  },
];
