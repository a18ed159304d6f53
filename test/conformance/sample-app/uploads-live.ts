import { readFile } from "node:fs/promises";
import {
  type Html,
  type Upload,
  each,
  html,
  liveComponent,
  liveFileInput,
  liveView,
  postpone,
  refuseUpload,
  rule,
  upload,
  uploadWriter,
} from "livegate";
import { z } from "zod";
import type { Probe } from "./probe.ts";

const field = (files: Upload): Html => html`<fieldset>
  ${liveFileInput(files)}
  <ul id="${files.name}-entries">${each(
    files.entries,
    (entry) => entry.ref,
    ({ ref, clientName, progress, errors }) =>
      html`<li id="${files.name}-${ref}">${clientName} ${progress} ${errors.join(",")}</li>`,
  )}</ul>
  <p id="${files.name}-errors">${files.errors.join(",")}</p>
</fieldset>`;

const named = z.object({ name: z.enum(["cover", "notes", "auto", "kept", "own", "elsewhere", "ruled", "closed"]) });

const Attachment = liveComponent({
  uploads: { scan: upload({ accept: "any", chunkSize: 10 }) },
  events: { pick: null },
  mount: () => ({}),
  handle: { pick: () => {} },
  render: ({ uploads }, { pick }) => html`<form id="scans" phx-change=${pick}>${field(uploads.scan)}</form>`,
});

/** Notes what is asked of it; the first byte of a chunk says what it does. */
const writerOf = (probe: Probe) =>
  uploadWriter({
    init: ({ clientName }) => {
      probe.note(`init ${clientName}`);
      return clientName === "unwanted.txt" ? refuseUpload("unwanted") : { text: "" };
    },
    async writeChunk(state, chunk) {
      const text = Buffer.from(chunk).toString();
      await probe.pass("chunk");
      if (text.startsWith("!")) throw new Error("The writer fails.");
      if (text.startsWith("?")) return refuseUpload("not_liked");
      state.text += text;
      probe.note(`chunk ${text}`);
      return undefined;
    },
    meta: ({ text }) => ({ text }),
    close: (_state, end) => probe.note(`close ${end}`),
    dispose: () => probe.note("dispose"),
  });

/** Uploads of every kind; what is saved is shown. */
export const uploadsLive = (probe: Probe) => {
  const nobody = rule({ needs: [], load: () => "record", allow: () => !probe.locked });
  return liveView({
    components: [Attachment],
    params: z.object({ shown: z.enum(["yes", "no"]).default("yes") }),
    uploads: {
      cover: upload({ accept: [".png", ".jpg"], maxFileSize: 1000, chunkSize: 100, chunkTimeout: 5_000 }),
      notes: upload({ accept: [".txt"], maxEntries: 2, maxFileSize: 30, maxTotalSize: 40, chunkSize: 10 }),
      auto: upload({ accept: [".txt"], maxEntries: 2, maxTotalSize: 40, autoUpload: true }),
      kept: upload({ accept: "any", writer: "memory", maxEntries: 2, maxEntriesMode: "total" }),
      own: upload({ accept: "any", writer: writerOf(probe), chunkSize: 20 }),
      elsewhere: upload({
        accept: "any",
        maxEntries: 2,
        external: ({ clientName }, { expiresIn }) =>
          clientName === "unwanted.txt"
            ? refuseUpload("unwanted")
            : { uploader: "S3", url: `https://storage.test/${clientName}?expires=${expiresIn}` },
      }),
      ruled: upload({ accept: "any", rule: nobody }),
      closed: upload({ accept: "any", allowed: false }),
    },
    events: {
      pick: null,
      poke: null,
      save: named,
      keep: null,
      cancel: named.extend({ ref: z.string() }),
      open: null,
      fail: null,
    },
    mount: () => ({ saved: [] as readonly string[], pokes: 0, steps: [] as readonly string[], shown: "yes" }),
    handleParams: (socket, { shown }) => socket.assign({ shown }),
    handleProgress: {
      notes: (socket, { clientName, progress }) =>
        socket.update("steps", (steps) => [...steps, `${clientName} ${progress}`]),
    },
    handle: {
      pick: () => {},
      poke: (socket) => socket.update("pokes", (n) => n + 1),
      open: (socket) => socket.allowUpload("closed", { maxFileSize: 10 }),
      cancel: (socket, { name, ref }) => socket.cancelUpload(name, ref),
      keep: async (socket) => {
        const saved = await socket.consumeUploadedEntries("notes", ({ path }) => postpone(path));
        socket.assign({ saved });
      },
      async save(socket, { name }) {
        const saved = await socket.consumeUploadedEntries(name, async (meta, { clientName }) => {
          await probe.pass("save");
          const content =
            "path" in meta ? await readFile(meta.path, "utf8") : "bytes" in meta ? meta.bytes.toString() : meta;
          return `${clientName}=${typeof content === "string" ? content : JSON.stringify(content)}`;
        });
        socket.update("saved", (before) => [...before, ...saved]);
      },
      async fail(socket) {
        await socket.consumeUploadedEntries("notes", () => {
          throw new Error("The handler fails.");
        });
      },
    },
    render: ({ uploads, saved, pokes, steps, shown }, { pick }) =>
      html`<form id="files" phx-change=${pick}>
          ${field(uploads.cover)}${field(uploads.notes)}${field(uploads.auto)}${field(uploads.kept)}
          ${field(uploads.own)}${field(uploads.elsewhere)}${field(uploads.ruled)}${field(uploads.closed)}
        </form>
        ${shown === "yes" && Attachment({ id: "a" })}
        <p id="saved">${saved.join(" ")}</p>
        <p id="pokes">${pokes}</p>
        <p id="steps">${steps.join(", ")}</p>`,
  });
};
