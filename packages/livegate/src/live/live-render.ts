import type { Html } from "../html/brand.ts";
import { type ContainerOptions, container } from "../html/container.ts";
import { LivegateError } from "../errors/livegate-error.ts";
import { Embedding } from "../html/embedding.ts";
import type { LiveView } from "./live-view.ts";

/** Where and how a live view stands in a template. */
export interface LiveRenderOptions {
  /** DOM id of its container, unique in the page and the same in every render. */
  readonly id: string;
  /**
   * Whether it goes on while the page navigates within its live session, where the next page shows it too. Its place is in the
   * live layout. Default false.
   */
  readonly sticky?: boolean;
  /**
   * Whether it takes the view around it along when it fails, in a handler or as it joins: both begin anew. For what makes no
   * sense without the other; by default it fails alone. One that fails at every join does so alone after five times within ten
   * seconds, and is given up by the page. Not for a sticky view, which stands in none. Default false.
   */
  readonly linked?: boolean;
  /** The element around it. Default: the view's own `container`. */
  readonly container?: ContainerOptions;
}

/** What its mount gets: required where its schema requires something. */
type SessionOf<In> = Record<never, never> extends In ? { readonly session?: In } : { readonly session: In };

/**
 * Shows a live view inside another one, in a live layout, a live component or a plain page: with state, events and messages of
 * its own. It is named in `views` of what shows it, which adds its needs; guards of the page around it run before it mounts, over
 * HTTP and on the socket.
 *
 * It ends with what shows it. When it crashes it begins anew alone, unless it is `linked`. A render around it doesn't touch it: to begin with other
 * `session` values, give another id. The values are signed, not secret, and the page keeps them for its life.
 *
 * Throws LG_VIEW_ID, LG_CONTAINER; printing it throws LG_VIEW_UNDECLARED.
 *
 * @example
 * const Plays = liveView({
 *   session: z.object({ albumId: z.number() }),
 *   mount: ({ session }) => ({ albumId: session.albumId, plays: 0 }),
 *   render: ({ plays }) => html`<p>${plays} plays</p>`,
 * });
 * liveView({
 *   views: { plays: Plays },
 *   mount: () => ({}),
 *   render: () => html`<h1>Blue</h1>${liveRender(Plays, { id: "plays-7", session: { albumId: 7 } })}`,
 * });
 */
export function liveRender<SessionIn>(
  view: LiveView<string, unknown, string, SessionIn>,
  { id, sticky = false, linked = false, ...options }: LiveRenderOptions & SessionOf<SessionIn>,
): Html {
  if (!/^[^\s"'<>]{1,200}$/.test(id)) {
    throw new LivegateError("LG_VIEW_ID", `A live view has the id ${JSON.stringify(id)}.`);
  }
  const values = (options.session ?? {}) as Readonly<Record<string, unknown>>; // An object by its schema, whose input it is.
  const around = options.container ? container(options.container) : view.container;
  return new Embedding(view, { id, values, isSticky: sticky, isLinked: linked && !sticky, container: around });
}
