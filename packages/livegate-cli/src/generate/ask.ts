import { confirm, isCancel, log, select } from "@clack/prompts";
import { lineDiff } from "./line-diff.ts";
import type { Step } from "./plan.ts";

/** Somebody at a terminal who can be asked. */
export interface Ask {
  /** Whether the plan that was shown is to be carried out. */
  carryOut(): Promise<boolean>;
  /** Whether a file that its author has changed is to be written over. */
  overwrite(step: Step): Promise<boolean>;
}

/** Asks at the terminal; null where nobody sits at one. */
export function askAtTerminal(): Ask | null {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return null;
  return {
    carryOut: async () => (await confirm({ message: "Write this?" })) === true,
    async overwrite({ path, before, after }) {
      for (;;) {
        const answer = await select({
          message: `${path} is there already, and not as it would be generated.`,
          options: [
            { value: "keep", label: "Keep it" },
            { value: "overwrite", label: "Overwrite it" },
            { value: "diff", label: "Show what differs" },
          ],
        });
        if (isCancel(answer)) return false;
        if (answer !== "diff") return answer === "overwrite";
        log.message(lineDiff(before ?? "", after));
      }
    },
  };
}
