import { LivegateError } from "../errors/livegate-error.ts";
import type { DomDocument, DomElement } from "./dom.ts";
import { tagOf } from "./describe-element.ts";
import { lostPortals } from "./teleport.ts";

/** What is wrong with a page's markup so that the client can't do its work. */
export interface MarkupFault {
  readonly kind:
    | "duplicate-id"
    | "form-without-id"
    | "hook-without-id"
    | "portal-without-target"
    | "update-without-id"
    | "rows-without-keys";
  /** The opening tag of the element, or the row. */
  readonly element: string;
  /** What happens because of it, and what to do. */
  readonly message: string;
}

/** All faults of a document. */
export function markupFaults(document: DomDocument): readonly MarkupFault[] {
  const without = (kind: MarkupFault["kind"], selector: string, why: string): readonly MarkupFault[] =>
    [...document.querySelectorAll(selector)].map((element) => ({ kind, element: tagOf(element), message: why }));
  return [
    ...duplicateIds(document),
    ...without(
      "form-without-id",
      "form[phx-change]:not([id])",
      "After a reconnect the client sends again only what was typed into a form with an id: <form id=${form.id} …>.",
    ),
    ...without("hook-without-id", "[phx-hook]:not([id])", "The client runs a hook only on an element with an id."),
    ...without(
      "update-without-id",
      "[phx-update]:not([id])",
      "The client finds a container with phx-update again by its id.",
    ),
    ...lostPortals(document).map((portal): MarkupFault => ({
      kind: "portal-without-target",
      element: tagOf(portal),
      message:
        "The client stops where a portal's target isn't on the page: name one that is always there, such as \"body\".",
    })),
  ];
}

function duplicateIds(document: DomDocument): readonly MarkupFault[] {
  const byId = Map.groupBy(document.querySelectorAll("[id]"), ({ id }) => id);
  return [...byId]
    .filter(([, elements]) => elements.length > 1)
    .map(([id, elements]) => ({
      kind: "duplicate-id",
      element: elements.map((element: DomElement) => tagOf(element)).join(" and "),
      message: `The id ${JSON.stringify(id)} occurs ${elements.length} times: the client would patch the wrong element.`,
    }));
}

/** The fault of a list that sent its rows again although they had only moved. */
export const rowsWithoutKeys = (row: string): MarkupFault => ({
  kind: "rows-without-keys",
  element: row.trim().slice(0, 120),
  message:
    "Rows that had only moved were sent again, since they are told apart by their position. Give them keys: each(items, (item) => item.id, Row).",
});

/** Throws LG_TEST_MARKUP for the first fault that isn't allowed. */
export function checkFaults(
  faults: readonly MarkupFault[],
  path: string,
  allows: (fault: MarkupFault) => boolean,
): void {
  const [fault, ...more] = faults.filter((each) => !allows(each));
  if (!fault) return;
  const others = more.length > 0 ? `\n(and ${more.length} more)` : "";
  const what = `${path} has a fault (${fault.kind}). ${fault.message}\n\n    ${fault.element}${others}`;
  throw new LivegateError("LG_TEST_MARKUP", what);
}
