import { presenceOf } from "../stage.ts";
import { maskedFrame } from "../wire/raw-socket.ts";
import type { Attack } from "./attack.ts";
import { isOpen, openPage, unless } from "./newcomer.ts";

/** Names that lead elsewhere, or are no names of files anywhere. */
const names: readonly string[] = [
  "../../etc/passwd",
  "/etc/passwd",
  "..\\..\\windows\\win.ini",
  "a\0.png",
  "CON",
  "a".repeat(4_000),
  "\u202egnp.exe",
  ".htaccess",
  "",
];

/** A chunk as the client sends one: the lengths of its references, its topic and its event, and these, in front of the bytes. */
function chunk(topic: string, bytes: Uint8Array): Buffer {
  const parts = ["9", "9", topic, "chunk"].map((text) => Buffer.from(text));
  return Buffer.concat([Buffer.from([0, ...parts.map(({ length }) => length)]), ...parts, bytes]);
}

/** Attacks by files. */
export const uploadAttacks: readonly Attack[] = [
  {
    id: "K48",
    does: "sends files that nobody asked for: by forged tokens, by tokens of pages and forms, by chunks alone, under names that are paths",
    safe: "no channel is opened, nothing is taken, and the view lives",
    quick: true,
    async run(stage) {
      const { client } = presenceOf(stage, "user");
      const open = await openPage(stage, client);
      const { page, socket } = open;
      const found: string[] = [];
      const tokens: readonly unknown[] = ["", "a.b", page.session, page.csrf, page.flash, null, 7, {}, [page.session]];
      for (const [at, token] of tokens.entries()) {
        const topic = `lvu:${at}`;
        const { status } = await socket.reply(socket.push(topic, "phx_join", { token }));
        if (status !== "error")
          found.push(`a file's channel was opened by ${JSON.stringify(token)?.slice(0, 20)}: ${status}`);
        socket.bytes(maskedFrame(2, chunk(topic, Buffer.alloc(60_000, "x"))));
      }
      for (const name of names) {
        const entry = { ref: "0", name, size: 5, type: "image/png", last_modified: 0 };
        const { status, response } = await socket.reply(
          socket.push(`lv:${page.id}`, "allow_upload", { ref: "phx-nowhere", entries: [entry], cid: null }, "1"),
        );
        const granted = Object.keys((response["entries"] ?? {}) as object);
        if (status !== "ok" || granted.length > 0)
          found.push(`the name ${JSON.stringify(name).slice(0, 30)} was answered with ${status}`);
      }
      const isAlive = await isOpen(open);
      socket.close();
      return [...found, ...unless(isAlive, "the view has ended")];
    },
  },
  {
    id: "K50",
    does: "asks for files that were sent, by every address that they might have",
    safe: "there are none: what was sent is kept outside of what is served",
    quick: true,
    async run(stage) {
      const { client } = presenceOf(stage, "user");
      const found: string[] = [];
      const folders = [
        "/uploads/",
        "/files/",
        "/tmp/",
        "/public/uploads/",
        "/assets/uploads/",
        "/assets/../uploads/",
        "/.uploads/",
      ];
      for (const folder of folders) {
        for (const name of ["", "0", "a.png", "%2e%2e/config.ts", "..%2f..%2fdb/app.db"]) {
          const { status } = await client.fork().get(`${folder}${name}`);
          if (status < 300) found.push(`GET ${folder}${name} was answered with ${status}`);
        }
      }
      return found;
    },
  },
];
