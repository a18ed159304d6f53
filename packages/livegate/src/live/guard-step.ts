/** What a guard may look at: the session and the transport, never the URL or transport objects. */
export interface GuardContext {
  readonly session: { get(key: string): unknown };
  /** "http" for a request, "socket" for a join, a live navigation or a recheck. */
  readonly transport: "http" | "socket";
}

export type RunGuard = (context: GuardContext & Record<string, unknown>) => unknown;
export type GuardKind = "provide" | "guard" | "identity";

interface GuardStep {
  readonly after: Guard | null;
  readonly run: RunGuard;
  readonly lapses?: boolean;
}

declare const RAN: unique symbol;

/** A named step of access. As a type it carries the names of what ran and the values that it gives. */
export class Guard<Ran extends string = string, Gives = unknown> {
  readonly name: string;
  readonly kind: GuardKind;
  readonly after: Guard | null;
  readonly run: RunGuard;
  /** Whether its answer lapses with time, so that it is asked again before each event. */
  readonly lapses: boolean;
  /** Phantom: a need is satisfied by what ran, not by what looks alike. */
  declare readonly [RAN]?: { readonly ran: Ran; readonly gives: Gives };

  constructor(kind: GuardKind, name: string, { after, run, lapses = false }: GuardStep) {
    this.kind = kind;
    this.name = name;
    this.after = after;
    this.run = run;
    this.lapses = lapses;
  }
}
