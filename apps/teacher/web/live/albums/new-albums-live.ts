import { html, liveView } from "livegate";
import { albumsTopic } from "#domain/catalog/album-change";
import { requireAuthenticatedUser } from "#web/user-auth";

/** Tells how many albums have come to the shelf since the page was opened; goes on while the page navigates. */
export const NewAlbumsLive = liveView({
  needs: [requireAuthenticatedUser],
  mount: () => ({ added: 0 }),
  subscribe: (_, on) => [
    on(albumsTopic(), (socket, { type }) => {
      if (type === "created") socket.update("added", (added) => added + 1);
    }),
  ],
  render: ({ added }) => html`<p id="new-albums-text" role="status" class="mx-auto max-w-6xl px-5 pb-8 text-sm sm:px-8">
    ${added === 1 && "One album has come to the shelf since you came."}
    ${added > 1 && `${added} albums have come to the shelf since you came.`}
  </p>`,
});
