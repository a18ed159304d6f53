import type { PrintContext } from "./print-context.ts";

/** A value that prints as one piece of plain text, escaped like any other by the place it stands in. */
export abstract class Leaf {
  /** The text, unescaped. */
  abstract text(context: PrintContext): string;
}
