// Apps' programs begin at their own files and find the declarations from here; an import needs a module, which they are not.
/* oxlint-disable typescript/triple-slash-reference */
/// <reference path="./colocated.d.ts" preserve="true" />
/// <reference path="./phoenix.d.ts" preserve="true" />
/* oxlint-enable typescript/triple-slash-reference */
import { Socket } from "phoenix";
import { type HooksOptions, LiveSocket, type LiveSocketOptions } from "phoenix_live_view";
import { holdSubmits } from "./hold-submits.ts";
import { confirmClicks } from "./confirm-clicks.ts";
import { changeRows } from "./change-rows.ts";
import { driveMenus } from "./menus.ts";
import { showLoadingBar } from "./loading-bar.ts";
import { showRefusals } from "./refusal-note.ts";
import { renewSession } from "./renew-session.ts";
import { meta } from "./meta.ts";
import { runCommands } from "./run-commands.ts";
import { followHistory } from "./follow-history.ts";
import { followNetwork } from "./follow-network.ts";
import { keepEarlyInput } from "./keep-early-input.ts";

/** How a page connects. */
export interface ConnectOptions {
  /** Hooks by the names in `phx-hook`: see `hook`. */
  readonly hooks?: HooksOptions;
  /** What each view tells the server when it joins, such as a time zone; read as connect parameters in `mount`. */
  readonly params?: (view: HTMLElement) => Record<string, unknown>;
  /** Where the app is mounted, without trailing slash: "/shop". Defaults to `<meta name="livegate-base">`, else "". */
  readonly base?: string;
  /** Milliseconds before the loading bar shows. Defaults to 200. */
  readonly loadingDelay?: number;
  /** Further options of the stock client: `uploaders`, `metadata`, `dom`. */
  readonly liveSocket?: LiveSocketOptions;
}

/**
 * Makes the page live: connects its views with the stock client, and adds `data-confirm`, buttons for the rows of a
 * form, arrow keys in menus, a loading bar and a note for refused events. A form is sent only when the server knows which files were picked and which rows have gone,
 * and what is typed before the page is live stays.
 * Where the browser says that the network is gone, it says so and tries again at once.
 *
 * Gives the stock client's LiveSocket, connected: `enableDebug()`, `execJS(element, command)` and `disconnect()` are its.
 *
 * The bar is `.lg-loading` (colour: `--lg-loading-color`), the note `.lg-note`; a listener on `phx:lg:refused` that calls
 * `preventDefault()` replaces the note.
 *
 * @example
 * import { connect } from "livegate/client";
 * connect({ params: () => ({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }) });
 */
export function connect({ hooks = {}, params, base, loadingDelay = 200, liveSocket }: ConnectOptions = {}): LiveSocket {
  // First, so that a form is asked about once.
  holdSubmits();
  confirmClicks();
  changeRows();
  driveMenus();
  showLoadingBar(loadingDelay);
  showRefusals();
  renewSession();
  const live = new LiveSocket(`${base ?? meta("livegate-base")}/live`, Socket, {
    ...liveSocket,
    hooks,
    // Where a proxy lets no WebSocket through, the page polls instead, and does so at once for the rest of the tab's life.
    longPollFallbackMs: 2500,
    // A subprotocol instead of a query parameter: URLs end up in logs. Asked again at each connection.
    authToken: () => meta("csrf-token"),
    longpollerTimeout: POLL_TIMEOUT,
    // A fresh object each time, since the client writes into it; without a view it becomes part of the socket's URL.
    params: (view?: HTMLElement) => ({ ...(view ? params?.(view) : { _timeout: POLL_TIMEOUT }) }),
  });
  runCommands(live);
  // A socket that has worked will work again: without this a restart of the server would have the page poll for the rest of its life.
  live.socket.onMessage(() => (live.socket.longPollFallbackMs = 0));
  followHistory();
  followNetwork(live);
  keepEarlyInput(live);
  live.connect();
  return live;
}

/** Milliseconds; the server answers five seconds before, and by then a proxy may have lost patience. */
const POLL_TIMEOUT = 30_000;
