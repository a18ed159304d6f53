import { html, liveFileInput, liveView, upload } from "livegate";

/** Takes a file of 200 MB at most to the disk, and lets it go. */
export const uploadLive = () =>
  liveView({
    uploads: { file: upload({ accept: "any", maxFileSize: 200_000_000 }) },
    events: { pick: null, save: null },
    mount: () => ({ bytes: 0 }),
    handle: {
      pick: () => {},
      async save(socket) {
        const [bytes = 0] = await socket.consumeUploadedEntries("file", (_meta, { clientSize }) => clientSize);
        socket.assign({ bytes });
      },
    },
    render: ({ uploads: { file }, bytes }, ev) => html`<form id="form" phx-change=${ev.pick} phx-submit=${ev.save}>
        ${liveFileInput(file)} ${file.entries.map(({ progress }) => html`<progress value=${progress} max="100"></progress>`)}
      </form>
      <p id="bytes">${bytes}</p>`,
  });
