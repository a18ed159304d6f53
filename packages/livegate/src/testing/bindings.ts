import { LivegateError } from "../errors/livegate-error.ts";
import { lineOf } from "./describe-element.ts";
import type { DomControl, DomDocument, DomElement } from "./dom.ts";

/** An operation of a binding: its name and its arguments. */
export type Operation = readonly [name: string, args: Readonly<Record<string, unknown>>];

/** A push as a binding words it. */
export interface BoundPush {
  readonly event: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** The component that is meant. */
  readonly cid: number | null;
}

/** What a binding asks the page to do. What only changes the page's looks isn't among it. */
export type BoundAction =
  | { readonly kind: "push"; readonly push: BoundPush }
  | { readonly kind: "patch" | "navigate"; readonly to: string }
  | { readonly kind: "dispatch"; readonly event: string; readonly element: DomElement };

/** The operations of an attribute's value: an event's name, or commands as JSON. */
function operationsOf(binding: string): readonly Operation[] {
  if (!binding.startsWith("[")) return [["push", { event: binding }]];
  return JSON.parse(binding) as readonly Operation[]; // Printed by js, which writes nothing else.
}

/** What a binding of `source` asks for, in its order. */
export function boundActions(binding: string, source: DomElement): readonly BoundAction[] {
  return operationsOf(binding).flatMap(([name, args]): readonly BoundAction[] => {
    switch (name) {
      case "push":
        return targetsOf(args["target"] ?? source.getAttribute("phx-target"), source).map((cid) => ({
          kind: "push",
          push: { event: String(args["event"]), value: (args["value"] ?? {}) as BoundPush["value"], cid },
        }));
      case "patch":
      case "navigate":
        return [{ kind: name, to: String(args["href"]) }];
      case "dispatch":
        return elementsOf(args["to"], source).map((element) => ({
          kind: "dispatch",
          event: String(args["event"]),
          element,
        }));
      case "exec":
        return elementsOf(args["to"], source).flatMap((element) =>
          boundActions(element.getAttribute(String(args["attr"])) ?? "[]", element),
        );
      default:
        return [];
    }
  });
}

/** The payloads of all pushes of a binding; `word` makes one out of a push's own value. */
export const eventPayloads = (
  binding: string,
  source: DomElement,
  word: (push: BoundPush) => object,
): readonly object[] =>
  boundActions(binding, source).flatMap((action) => {
    if (action.kind !== "push") return [];
    const { event, cid } = action.push;
    return [{ event, ...word(action.push), ...(cid === null ? {} : { cid }) }];
  });

/** What an element says of itself in an event: `phx-value-…`, its own value, the event's data, the push's value. */
export function eventValue(element: DomElement, data: object, { value }: BoundPush): Record<string, unknown> {
  return { ...boundValues(element), ...ownValue(element), ...data, ...value };
}

/** An element's `phx-value-…` attributes. */
export const boundValues = (element: DomElement): Record<string, string> =>
  Object.fromEntries(
    [...element.attributes]
      .filter(({ name }) => name.startsWith("phx-value-"))
      .map(({ name, value }) => [name.slice("phx-value-".length), value]),
  );

function ownValue(element: DomElement): { readonly value?: unknown } {
  const { value, type, checked } = element as DomControl; // Undefined for what has none.
  const isUnticked = element.tagName === "INPUT" && (type === "checkbox" || type === "radio") && !checked;
  return value === undefined || isUnticked ? {} : { value };
}

/** The components that a target means, null for the view: a number, or a selector of elements in them. */
export function targetsOf(target: unknown, source: DomElement): readonly (number | null)[] {
  if (target === null || target === undefined) return [null];
  if (typeof target === "number" || /^\d+$/.test(String(target))) return [Number(target)];
  const found = [...documentOf(source).querySelectorAll(String(target))];
  if (found.length > 0) return found.map(componentOf);
  const what = `${lineOf(source)} has the target ${JSON.stringify(target)}, which no element fits.`;
  throw new LivegateError("LG_TEST_ELEMENT", what);
}

function componentOf(element: DomElement): number | null {
  const cid = element.closest("[data-phx-component]")?.getAttribute("data-phx-component");
  return cid === undefined || cid === null ? null : Number(cid);
}

function elementsOf(to: unknown, source: DomElement): readonly DomElement[] {
  if (to === undefined || to === null) return [source];
  if (typeof to === "string") return [...documentOf(source).querySelectorAll(to)];
  const { inner, closest } = to as { readonly inner?: string; readonly closest?: string };
  if (inner !== undefined) return [...source.querySelectorAll(inner)];
  const found = source.closest(closest ?? "");
  return found ? [found] : [];
}

const documentOf = (element: DomElement): DomDocument => element.ownerDocument;
