// A component's props, needs and events are typed where it is declared, where it is shown and where it is sent something.
import {
  type EventRef,
  definePaths,
  events,
  guard,
  halt,
  html,
  js,
  liveComponent,
  liveLayout,
  liveView,
  props,
  provide,
  router,
} from "livegate";
import { z } from "zod";
import { type Album, Accounts } from "./catalog.ts";

const paths = definePaths({ home: "/" });
const fetchCurrentUser = provide("fetchCurrentUser", async ({ session }) => ({
  currentUser: await Accounts.userByToken(session.get("user_token")),
}));
const requireUser = guard.identity("requireUser", fetchCurrentUser, ({ currentUser }) =>
  currentUser ? { currentUser } : halt.redirect(paths.home()),
);

export const AlbumCard = liveComponent({
  props: props<{ album: Album; onOpen?: EventRef<string, { id: number }> }>(),
  needs: [requireUser],
  events: { rename: z.object({ title: z.string() }), close: null },
  mount: ({ album, currentUser, id }) => ({ title: album.title, owner: currentUser.id, open: id === "first" }),
  update(socket, former) {
    if (former && former.album.id !== socket.assigns.album.id) socket.assign({ title: socket.assigns.album.title });
    // @ts-expect-error -- the former props have no such member
    void former?.title;
  },
  handle: {
    rename(socket, { title }) {
      socket.assign({ title });
      // @ts-expect-error -- a prop is its parent's
      socket.assign({ album: socket.assigns.album });
      // @ts-expect-error -- hooks are the view's
      socket.attachHook("x", "handleEvent", () => {});
      const { onOpen } = socket.assigns;
      if (onOpen) socket.sendEvent(onOpen, { id: 1 });
      // @ts-expect-error -- the event takes an id
      if (onOpen) socket.sendEvent(onOpen);
    },
    close: (socket) => socket.assign({ open: false }),
  },
  render: ({ title, album, id, currentUser }, ev) =>
    html`<p id=${id} phx-click=${js.push(ev.rename, { title })}>${album.title} ${currentUser.email}</p>`,
});

const viewEvents = events({ open: z.object({ id: z.number() }), refresh: null });

export const AlbumsLive = liveView({
  components: [AlbumCard],
  events: viewEvents,
  mount: (): { album: Album } => ({ album: { id: 1, title: "Blue", ownerId: 1, tracks: [] } }),
  handle: {
    open: () => {},
    refresh(socket) {
      socket.sendUpdate(AlbumCard, 1, { album: socket.assigns.album });
      // @ts-expect-error -- no such prop
      socket.sendUpdate(AlbumCard, 1, { title: "Red" });
    },
  },
  render: ({ album }) => html`
    ${AlbumCard({ id: 1, album, onOpen: viewEvents.open })}
    ${
      // @ts-expect-error -- an id is missing
      AlbumCard({ album })
    }
    ${
      // @ts-expect-error -- the album is missing
      AlbumCard({ id: 1 })
    }
    ${
      // @ts-expect-error -- another event than the prop's
      AlbumCard({ id: 1, album, onOpen: viewEvents.refresh })
    }
  `,
});

router((r) => {
  r.liveSession("visitors", { public: true, guards: [fetchCurrentUser] }, (visitors) => {
    // @ts-expect-error -- its component needs requireUser
    visitors.live(paths.home, AlbumsLive);
  });
  r.liveSession("members", { guards: [requireUser] }, (members) => members.live(paths.home, AlbumsLive));
});

const withCard = liveLayout({ needs: [], components: [AlbumCard], render: ({ inner }) => html`${inner}` });
router((r) => {
  // @ts-expect-error -- the layout's component needs requireUser
  r.liveSession("visitors", { public: true, layout: withCard }, () => {});
});

liveComponent({
  props: props<{ title: string }>(),
  // @ts-expect-error -- "title" is a prop
  mount: () => ({ title: "mine" }),
  render: () => html`<p></p>`,
});

liveComponent({
  events: { save: null },
  // @ts-expect-error -- no such event
  handle: { save: () => {}, delete: () => {} },
  render: () => html`<p></p>`,
});
