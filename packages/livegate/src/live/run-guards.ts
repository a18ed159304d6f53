import { LivegateError } from "../errors/livegate-error.ts";
import type { Guard, GuardContext } from "./guard-step.ts";
import { Halt } from "./halt.ts";

/** Every guard of `lists` with its ancestors before it, each once. Two guards of one name are refused. */
export function resolveGuards(...lists: readonly (readonly Guard[])[]): readonly Guard[] {
  const byName = new Map<string, Guard>();
  const add = (step: Guard): void => {
    if (step.after) add(step.after);
    const known = byName.get(step.name);
    if (known && known !== step) {
      throw new LivegateError("LG_GUARD_NAME", `Two different guards are named "${step.name}".`);
    }
    byName.set(step.name, step);
  };
  for (const step of lists.flat()) add(step);
  return [...byName.values()];
}

/** What a chain of guards came to: the values that it gives, or the halt of the first that refused. */
export type GuardResult =
  | { readonly ok: true; readonly values: Record<string, unknown> }
  | { readonly ok: false; readonly halt: Halt; readonly by: string };

/** Runs a resolved chain in order; each step sees the values of those before it. */
export async function runGuards(chain: readonly Guard[], context: GuardContext): Promise<GuardResult> {
  const values: Record<string, unknown> = {};
  const givers = new Map<string, Guard>();
  for (const step of chain) {
    const given = await step.run({ ...values, session: context.session, transport: context.transport });
    if (given instanceof Halt) {
      if (step.kind === "provide") {
        throw new LivegateError("LG_PROVIDE_HALTED", `"${step.name}" is a provide() and returned a halt.`);
      }
      return { ok: false, halt: given, by: step.name };
    }
    for (const [name, value] of Object.entries(given ?? {})) {
      const giver = givers.get(name);
      if (giver && values[name] !== value && !isBehind(step, giver)) refuseValue(name, step, giver);
      givers.set(name, step);
      values[name] = value;
    }
  }
  return { ok: true, values };
}

/** Whether `ancestor` stands before `step` in its own chain, so that the types have compared what they give. */
function isBehind({ after }: Guard, ancestor: Guard): boolean {
  return after !== null && (after === ancestor || isBehind(after, ancestor));
}

function refuseValue(name: string, step: Guard, giver: Guard): never {
  throw new LivegateError(
    "LG_GUARD_VALUE",
    `The guard "${step.name}" gives "${name}" in place of what "${giver.name}" gave, and doesn't stand behind it.`,
    `guard("${step.name}", ${giver.name}, ({ ${name} }) => …)   // or another name for the value`,
  );
}
