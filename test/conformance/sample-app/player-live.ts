import { html, liveLayout, liveRender, liveView } from "livegate";

/** Plays on while its page goes elsewhere. */
const playerLive = liveView({
  events: { play: null, crash: null },
  mount: () => ({ plays: 0 }),
  handle: {
    play: (socket) => socket.update("plays", (plays) => plays + 1),
    crash: () => {
      throw new Error("The player fails.");
    },
  },
  render: ({ plays }) => html`<b>${plays}</b>`,
});

/** Shows the player beside each view of its live session. */
export const withPlayer = liveLayout({
  needs: [],
  views: { player: playerLive },
  render: ({ inner }) => html`<main>${inner}</main>${liveRender(playerLive, { id: "player", sticky: true })}`,
});

/** A page beside the player. */
export const songLive = (title: string) =>
  liveView({ mount: () => ({ title }), render: ({ title: shown }) => html`<h1 id="song">${shown}</h1>` });
