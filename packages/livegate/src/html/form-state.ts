import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { FormParams } from "../protocol/form-data.ts";

/** Messages by path: "title", "tracks.0.name"; those of the whole form by "". */
export type FormErrors = ReadonlyMap<string, readonly string[]>;

/** What a form knows; its fields read from it. */
export interface FormState {
  readonly as: string;
  readonly id: string;
  /** What stands in the inputs. */
  readonly params: FormParams;
  readonly errors: FormErrors;
  /** The path of the input whose change brought the values. */
  readonly target: readonly string[] | null;
  /** True if somebody is done with the form and has sent it: every message shows. */
  readonly submitted: boolean;
  /** True if messages came from the domain, after a submit. */
  readonly answered: boolean;
}

/** The messages of a schema, by path. */
export function errorsOfIssues(issues: readonly StandardSchemaV1.Issue[]): FormErrors {
  const errors = new Map<string, string[]>();
  for (const issue of issues) {
    const key = (issue.path ?? []).map(keyOf).join(".");
    const messages = errors.get(key) ?? [];
    if (!messages.includes(issue.message)) messages.push(issue.message);
    errors.set(key, messages);
  }
  return errors;
}

const keyOf = (step: PropertyKey | StandardSchemaV1.PathSegment): string =>
  String(typeof step === "object" ? step.key : step);
