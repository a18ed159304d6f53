import type { EventSpec } from "../live/event.ts";
import { type RuleResult, applyRule } from "../live/rule.ts";
import { dropEmpty } from "../protocol/form-data.ts";
import type { JsonObject } from "../protocol/json-data.ts";
import type { EventPayload } from "../protocol/payloads.ts";
import { andThen } from "./maybe-promise.ts";

/** Why an event was refused; the page is told, and the view goes on. */
export type RefusalReason =
  | "unknown_event"
  | "invalid_payload"
  | "too_large"
  | "rate"
  | "busy"
  | "unavailable"
  | Extract<RuleResult, { ok: false }>["reason"];

/** What the handler of an event gets. */
export interface AdmittedPayload {
  readonly payload: unknown;
  readonly record: unknown;
}

export type AdmittedEvent =
  | ({ readonly ok: true } & AdmittedPayload)
  | { readonly ok: false; readonly reason: RefusalReason };

type Later<T> = T | PromiseLike<T>;

/** Checks an event's value with its schema, then its rule: what both let through reaches the handler. */
export function admitEvent(spec: EventSpec, guardValues: object, sent: EventPayload): Later<AdmittedEvent> {
  return andThen(parseValue(spec, sent), (parsed): Later<AdmittedEvent> => {
    if (!parsed.ok) return { ok: false, reason: "invalid_payload" };
    if (!spec.rule) return { ok: true, payload: parsed.value, record: undefined };
    return applyRule(spec.rule, guardValues, parsed.value).then((ruled) =>
      ruled.ok ? { ok: true, payload: parsed.value, record: ruled.record } : ruled,
    );
  });
}

type ParsedValue = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Reads an event's value by its schema; null where it has none. */
export function parseValue({ schema, readsWholeForm }: EventSpec, { type, value }: EventPayload): Later<ParsedValue> {
  if (!schema) return { ok: true, value: undefined };
  // The protocol laid a form event's meta over its decoded fields, so it is an object.
  const given = type === "form" && !readsWholeForm ? dropEmpty(value as JsonObject) : value;
  return andThen(schema["~standard"].validate(given), (result) =>
    result.issues ? { ok: false } : { ok: true, value: result.value },
  );
}
