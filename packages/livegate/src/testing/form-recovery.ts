import { eventPayloads } from "./bindings.ts";
import type { DomControl, DomDocument, DomForm, DomWindow } from "./dom.ts";
import { formPayload } from "./form-payload.ts";
import type { PageDocument } from "./page-document.ts";
import { openPortals } from "./teleport.ts";

/** A half-typed form, and what is sent for it. */
export interface Recovery {
  readonly formId: string;
  readonly payload: object;
}

/** Whether a view that has joined again still shows that form. */
export const showsForm = (html: string, { window }: PageDocument, { formId }: Recovery): boolean =>
  formsIn(html, window).querySelector(`form[id="${CSS_ESCAPE(formId)}"]`) !== null;

/**
 * What the stock client sends for half-typed forms after it has joined again: for each form of the new page that has an id
 * and was there before, with the same binding, its old values.
 */
export function recoveries(former: DomDocument, html: string, { window, typed }: PageDocument): readonly Recovery[] {
  const fresh = formsIn(html, window);
  return [...fresh.querySelectorAll("form[id][phx-change]")].flatMap((form) => {
    const old = former.querySelector(`form[id="${CSS_ESCAPE(form.id)}"]`) as DomForm | null;
    const event = form.getAttribute("phx-auto-recover") ?? form.getAttribute("phx-change") ?? "";
    const isSame = old?.getAttribute("phx-change") === form.getAttribute("phx-change");
    if (!old || !isSame || event === "ignore") return [];
    const inputs = [...old.elements].filter((control) => control.name && !control.hasAttribute("phx-change"));
    const source = inputs.find(({ type }) => type !== "hidden") ?? inputs[0];
    return source ? recoveryOf(form as DomForm, old, { event, source, window, typed }) : [];
  });
}

function recoveryOf(
  form: DomForm,
  old: DomForm,
  { event, source, window, typed }: { event: string; source: DomControl } & Pick<PageDocument, "window" | "typed">,
): readonly Recovery[] {
  return eventPayloads(event, form, (push) =>
    formPayload(window, old, typed, { target: source.name, value: push.value }),
  ).map((payload) => ({ formId: form.id, payload }));
}

/** What a view shows, those of its forms included that stand in portals. */
const formsIn = (html: string, window: DomWindow): DomDocument =>
  openPortals(new window.DOMParser().parseFromString(html, "text/html"));

const CSS_ESCAPE = (id: string): string => id.replaceAll(/["\\]/g, "\\$&");
