import type { NamedEvent, PrintContext } from "./print-context.ts";

const NONE: readonly NamedEvent[] = [];

/** A value that prints as one piece of plain text, escaped like any other by the place it stands in. */
export abstract class Leaf {
  /** The text, unescaped. */
  abstract text(context: PrintContext): string;

  /** The events that it sends to whoever declared them. */
  get events(): readonly NamedEvent[] {
    return NONE;
  }
}
