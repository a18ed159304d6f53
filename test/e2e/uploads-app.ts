import { readFile } from "node:fs/promises";
import {
  type Html,
  type Router,
  type Upload,
  type UploadDef,
  definePaths,
  each,
  events,
  html,
  link,
  liveComponent,
  liveFileInput,
  liveImgPreview,
  liveView,
  props,
  router,
  upload,
} from "livegate";
import { z } from "zod";
import { guarded } from "./browser-site.ts";

export const paths = definePaths({
  one: "/",
  two: "/two",
  auto: "/auto",
  external: "/external",
  inside: "/inside",
  elsewhere: "/elsewhere",
});

const ev = events({ validate: null, save: null, cancel: z.object({ ref: z.string() }) });

/** The files that were picked, how far they are, and what is wrong with them. */
const picked = (files: Upload, refs: typeof ev): Html => html`
  <ul id="entries">
    ${each(
      files.entries,
      (entry) => entry.ref,
      (entry) => html`<li id="entry-${entry.ref}">
        ${liveImgPreview(entry, { width: 16, height: 16, alt: "" })} <b>${entry.clientName}</b>
        <progress value=${entry.progress} max="100"></progress> <i>${entry.progress}</i> <em>${entry.errors.join(" ")}</em>
        <button type="button" phx-click=${refs.cancel} phx-value-ref=${entry.ref}>Cancel ${entry.clientName}</button>
      </li>`,
    )}
  </ul>
  <p id="errors">${files.errors.join(" ")}</p>`;

const uploadForm = (files: Upload, refs: typeof ev): Html => html`
  <form id="files" phx-change=${refs.validate} phx-submit=${refs.save} phx-drop-target=${files.ref}>
    <div id="inner"><label for=${files.ref}>Files</label> ${liveFileInput(files)}</div>
    <label>Note <input name="note" /></label>
    <button>Save</button>
  </form>
  ${picked(files, refs)}`;

const savedList = (saved: readonly string[]): Html => html`<ol id="saved">
  ${saved.map((text) => html`<li>${text}</li>`)}
</ol>`;

/** A page with one upload; what it saves it shows. */
const uploadLive = (files: UploadDef<{ readonly path: string }, never>) =>
  liveView({
    uploads: { files },
    events: ev,
    mount: () => ({ saved: [] as readonly string[] }),
    handle: {
      validate: () => {},
      cancel: (socket, { ref }) => socket.cancelUpload("files", ref),
      save: async (socket) => {
        const texts = await socket.consumeUploadedEntries("files", async ({ path }, { clientName }) => {
          const bytes = await readFile(path);
          return `${clientName}: ${bytes.length < 60 ? bytes.toString() : `${bytes.length} bytes`}`;
        });
        socket.update("saved", (saved) => [...saved, ...texts]);
      },
    },
    render: ({ uploads, saved }, refs) =>
      html`${uploadForm(uploads.files, refs)} ${savedList(saved)} ${link({ navigate: paths.elsewhere() }, "Elsewhere")}`,
  });

/** The files go to a storage of the page's own: the browser's code says how. */
const externalLive = liveView({
  uploads: {
    files: upload({
      accept: "any",
      maxEntries: 2,
      external: ({ clientName }) => ({ uploader: "Slow", url: `https://storage.test/${clientName}` }),
    }),
  },
  events: ev,
  mount: () => ({ saved: [] as readonly string[] }),
  handle: {
    validate: () => {},
    cancel: (socket, { ref }) => socket.cancelUpload("files", ref),
    save: async (socket) => {
      const urls = await socket.consumeUploadedEntries("files", ({ url }) => url);
      socket.update("saved", (saved) => [...saved, ...urls]);
    },
  },
  render: ({ uploads, saved }, refs) =>
    html`${uploadForm(uploads.files, refs)} ${savedList(saved)} ${link({ navigate: paths.elsewhere() }, "Elsewhere")}`,
});

const album = liveComponent({
  props: props<{ title: string }>(),
  uploads: { files: upload({ accept: [".txt"], writer: "memory" }) },
  events: { validate: null, save: null, cancel: z.object({ ref: z.string() }) },
  mount: () => ({ saved: [] as readonly string[] }),
  handle: {
    validate: () => {},
    cancel: (socket, { ref }) => socket.cancelUpload("files", ref),
    save: async (socket) => {
      const texts = await socket.consumeUploadedEntries("files", ({ bytes }) => bytes.toString());
      socket.update("saved", (saved) => [...saved, ...texts]);
    },
  },
  render: ({ uploads, saved, title }, refs) => html`<section>
    <h2>${title}</h2>
    ${uploadForm(uploads.files, refs)} ${savedList(saved)}
  </section>`,
});

const insideLive = liveView({
  components: [album],
  mount: () => ({}),
  render: () => html`${album({ id: "blue", title: "Blue" })}`,
});

const elsewhereLive = liveView({ mount: () => ({}), render: () => html`<h1>Elsewhere</h1>` });

export const uploadRoutes: Router = router((r) => {
  r.scope({ pipeThrough: guarded }, (r) => {
    r.liveSession("uploads", {}, (r) => {
      r.live(paths.one, uploadLive(upload({ accept: [".txt", ".png"], chunkSize: 20_000 })));
      r.live(paths.two, uploadLive(upload({ accept: [".txt"], maxEntries: 2, maxFileSize: 1_000_000 })));
      r.live(paths.auto, uploadLive(upload({ accept: [".txt"], maxEntries: 2, autoUpload: true })));
      r.live(paths.external, externalLive);
      r.live(paths.inside, insideLive);
      r.live(paths.elsewhere, elsewhereLive);
    });
  });
});

/** The page's own code: an uploader that never comes to an end, and says when it is cancelled. */
export const uploadsClient = `
  import { connect } from "livegate/client";
  globalThis.cancelled = [];
  const Slow = (entries) => {
    for (const entry of entries) {
      entry.progress(40);
      entry.onCancel(() => globalThis.cancelled.push(entry.meta.url));
    }
  };
  connect({ liveSocket: { uploaders: { Slow } } });
`;
