import { TemplateRefusal, parseTemplate } from "./template-parser.ts";

/** Why a template would be refused when it is first used, and at which slot. */
export interface TemplateFault {
  readonly reason: string;
  /** Index of the slot that was reached. */
  readonly slot: number;
}

/**
 * What is wrong with a template by its texts around the slots, or null. For tools that read sources without running them.
 *
 * @example
 * templateFault(["<p ", ">"]); // { reason: "a slot stands in …", slot: 0 }
 */
export function templateFault(texts: readonly string[]): TemplateFault | null {
  try {
    parseTemplate(texts);
    return null;
  } catch (error) {
    if (error instanceof TemplateRefusal) return { reason: error.message, slot: error.slot };
    throw error;
  }
}
