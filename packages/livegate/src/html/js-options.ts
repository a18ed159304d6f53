/** A CSS selector, looked for in the whole document, inside the element or among its ancestors; absent: the element itself. */
export type JsTarget = string | { readonly inner: string } | { readonly closest: string };

/** Class names: while it runs, and optionally those of its start and of its end. */
export type JsTransition = string | readonly [during: string, start: string, end: string];

/** Which elements a command is about. Default: the one that it stands on. */
export interface To {
  readonly to?: JsTarget;
}

/** A command that may take a while: by which classes, and how long. */
export interface Timed extends To {
  readonly transition?: JsTransition;
  /** Milliseconds; 200 unless told. */
  readonly time?: number;
  /** False: patches of the page don't wait for the transition. */
  readonly blocking?: boolean;
}

/** Options of `js.show`. */
export interface ShowOptions extends Timed {
  /** The `display` of the shown element; "block" unless told. */
  readonly display?: string;
}

/** Options of `js.toggle`: one transition for each way. */
export interface ToggleOptions extends To {
  readonly display?: string;
  readonly in?: JsTransition;
  readonly out?: JsTransition;
  readonly time?: number;
  readonly blocking?: boolean;
}

/** Options of `js.dispatch`. Events bubble unless told. */
export interface DispatchOptions extends To {
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly bubbles?: boolean;
  /** True: patches wait until the event's `detail.done()` is called. */
  readonly blocking?: boolean;
}

/** Options of `js.push`. Default: the event goes to whoever declares it, and its own element shows that it is under way. */
export interface PushOptions {
  /** The selector of the view or component that gets the event. */
  readonly target?: string;
  /** The selector of elements that get the loading class. */
  readonly loading?: string;
  readonly pageLoading?: boolean;
}

/** The classes of a text or a list, without empty ones. */
const classes = (names: string): readonly string[] => names.split(/\s+/).filter((name) => name !== "");

/** A transition in the form that the client takes. */
export const transitionArg = (transition: JsTransition | undefined): readonly (readonly string[])[] | undefined => {
  if (transition === undefined) return undefined;
  return typeof transition === "string" ? [classes(transition), [], []] : transition.map(classes);
};

export const classArg = (names: string | readonly string[]): readonly string[] =>
  typeof names === "string" ? classes(names) : names.flatMap(classes);

export const timedArgs = ({ to, transition, time, blocking }: Timed): Record<string, unknown> => ({
  to,
  transition: transitionArg(transition),
  time,
  blocking,
});
