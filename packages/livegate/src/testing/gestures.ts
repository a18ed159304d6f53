import { LivegateError } from "../errors/livegate-error.ts";
import { refusedEvent, sendFormEvent } from "../protocol/wire-names.ts";
import { type BoundAction, type BoundPush, boundActions, eventValue, targetsOf } from "./bindings.ts";
import { lineOf, listOf } from "./describe-element.ts";
import type { DomControl, DomElement, DomForm } from "./dom.ts";
import { checkReachable } from "./find-element.ts";
import { formPayload } from "./form-payload.ts";
import { nativeSubmit } from "./native-submit.ts";
import type { Tab } from "./tab.ts";

type Word = (push: BoundPush) => object;

/** Clicks an element: its link, its binding, its button or its box. Throws LG_TEST_ELEMENT where a click does nothing. */
export async function click(tab: Tab, element: DomElement): Promise<void> {
  checkReachable(element);
  const away = clickedAway(tab, element);
  const link = element.closest("a[href]");
  const bound = tab.viewOf(element).isJoined ? element.closest("[phx-click]") : null;
  const control = controlOf(element);
  if (!link && !bound && !control && away.length === 0) throw notClickable(tab, element);
  const { document } = tab;
  for (const each of away) await runBinding(tab, each, "phx-click-away", clickWords(each));
  if (link) await followLink(tab, link);
  // Another page knows nothing of the element.
  if (bound && tab.document === document) await runBinding(tab, bound, "phx-click", clickWords(bound));
  if (control && tab.document === document) await useControl(tab, control);
}

/** Submits a form by its binding or, where it has none or there is no live view, by a request. */
export async function submit(tab: Tab, form: DomForm, submitter: DomControl | null): Promise<void> {
  const { window, typed } = tab.document;
  if (!tab.viewOf(form).isJoined || !form.hasAttribute("phx-submit")) {
    const { url, init } = nativeSubmit(window, form, { page: tab.url, submitter, files: tab.files });
    return tab.load(url, init);
  }
  typed.submitted(form);
  typed.blur();
  return runBinding(tab, form, "phx-submit", ({ value }) =>
    formPayload(window, form, typed, { target: null, value, submitter }),
  );
}

/** Tells the view that a control was changed, by its own binding or its form's; says whether there is one. */
export async function tellChange(tab: Tab, control: DomControl, uploads: object = {}): Promise<boolean> {
  const { form } = control;
  const { window, typed } = tab.document;
  if (form) typed.note(form, control);
  const own = control.hasAttribute("phx-change");
  const source = own ? control : form?.hasAttribute("phx-change") ? form : null;
  if (!source || !form || !tab.viewOf(form).isJoined) return false;
  const only = own ? { only: control.name } : {};
  const words: Word = ({ value }) =>
    formPayload(window, form, typed, { target: control.name, value, uploads, ...only });
  await runBinding(tab, source, "phx-change", words);
  return true;
}

/** Presses or releases a key: by the element's own binding, and by those of the window. */
export async function press(
  tab: Tab,
  kind: "keydown" | "keyup",
  key: string,
  element: DomElement | null,
): Promise<void> {
  if (element) checkReachable(element);
  const fits = (bound: DomElement): boolean => {
    const wanted = bound.getAttribute("phx-key");
    return wanted === null || wanted.toLowerCase() === key.toLowerCase();
  };
  const own = element?.hasAttribute(`phx-${kind}`) ? [{ bound: element, name: `phx-${kind}` }] : [];
  const others = [...tab.document.dom.querySelectorAll(`[phx-window-${kind}]`)];
  const all = [...own, ...others.map((bound) => ({ bound, name: `phx-window-${kind}` }))].filter(({ bound }) =>
    fits(bound),
  );
  if (all.length === 0) {
    const bindings = listOf(tab.document.dom, `[phx-${kind}], [phx-window-${kind}]`);
    throw new LivegateError(
      "LG_TEST_ELEMENT",
      `Nothing listens to "${key}" (${kind}). What listens to keys:\n${bindings}`,
    );
  }
  const { document } = tab;
  for (const { bound, name } of all) {
    if (tab.document !== document) return;
    await runBinding(tab, bound, name, (push) => ({ type: kind, value: eventValue(bound, { key }, push) }));
  }
}

/** Moves the focus into an element or out of it. */
export async function moveFocus(tab: Tab, kind: "focus" | "blur", element: DomElement): Promise<void> {
  checkReachable(element);
  if (!element.hasAttribute(`phx-${kind}`)) {
    const what = `${lineOf(element)} has no phx-${kind}. What has one:\n${listOf(tab.document.dom, `[phx-${kind}]`)}`;
    throw new LivegateError("LG_TEST_ELEMENT", what);
  }
  if (kind === "blur") tab.document.typed.blur();
  await runBinding(tab, element, `phx-${kind}`, (push) => ({ type: kind, value: eventValue(element, {}, push) }));
}

/** Scrolls a list to its end or to its start. Throws LG_TEST_ELEMENT where it doesn't listen to that. */
export async function scroll(tab: Tab, element: DomElement, end: "bottom" | "top"): Promise<void> {
  const name = `phx-viewport-${end}`;
  if (!element.hasAttribute(name)) {
    const what = `${lineOf(element)} has no ${name}. What has one:\n${listOf(tab.document.dom, `[${name}]`)}`;
    throw new LivegateError("LG_TEST_ELEMENT", what);
  }
  const child = end === "bottom" ? element.lastElementChild : element.firstElementChild;
  await runBinding(tab, element, name, ({ value }) => ({ type: "js", value: { id: child?.id ?? "", ...value } }));
}

interface HookPush {
  readonly event: string;
  readonly payload: unknown;
  /** A selector, or a component's number: default is the view. */
  readonly target?: string;
}

/** Sends an event as an element's hook does; gives what the handler replied. Throws LG_TEST_REFUSED where it was refused. */
export async function pushFromHook(
  tab: Tab,
  element: DomElement,
  { event, payload, target }: HookPush,
): Promise<unknown> {
  if (!element.hasAttribute("phx-hook")) {
    const what = `${lineOf(element)} has no hook. What has one:\n${listOf(tab.document.dom, "[phx-hook]")}`;
    throw new LivegateError("LG_TEST_ELEMENT", what);
  }
  const [cid = null] = targetsOf(target, element);
  const component = cid === null ? {} : { cid };
  const { status, response } = await tab.event({ type: "hook", event, value: payload, ...component }, element);
  if (status === "error") throw refused(event, String(response["reason"]));
  return (response["diff"] as { readonly r?: unknown } | undefined)?.r ?? null;
}

/** Sends what a push of a page says, and fails where the view doesn't know the event or can't read it. */
export async function pushEvent(tab: Tab, payload: { readonly event: string }, source: DomElement): Promise<void> {
  const { response } = await tab.event(payload, source);
  const events =
    (response["diff"] as { readonly e?: readonly (readonly [string, { reason: string }])[] } | undefined)?.e ?? [];
  const [, refusal] = events.find(([name]) => name === refusedEvent) ?? [];
  // What a user may not do is shown to him; what a page says wrongly is the page's mistake.
  if (refusal && mistakes.has(refusal.reason)) throw refused(payload.event, refusal.reason);
}

const mistakes: ReadonlySet<string> = new Set(["unknown_event", "invalid_payload"]);

async function runBinding(tab: Tab, source: DomElement, attribute: string, word: Word): Promise<void> {
  for (const action of boundActions(source.getAttribute(attribute) ?? "[]", source))
    await run(tab, action, { word, source });
}

async function run(
  tab: Tab,
  action: BoundAction,
  { word, source }: { readonly word: Word; readonly source: DomElement },
): Promise<void> {
  switch (action.kind) {
    case "push": {
      const { event, cid } = action.push;
      return pushEvent(tab, { event, ...word(action.push), ...(cid === null ? {} : { cid }) }, source);
    }
    case "patch":
      return tab.patch(new URL(action.to, tab.url));
    case "navigate":
      return tab.navigate(new URL(action.to, tab.url));
    case "dispatch":
      return dispatch(tab, action.event, action.element);
  }
}

async function dispatch(tab: Tab, event: string, element: DomElement): Promise<void> {
  if (event === "click") return click(tab, element);
  if (event === "submit" && element.tagName === "FORM") return submit(tab, element as DomForm, null);
  if (event === sendFormEvent && element.tagName === "FORM") return tab.sendHeldForm(element as DomForm);
  if (event !== "input" && event !== "change") return;
  const control = element.tagName === "FORM" ? [...(element as DomForm).elements][0] : (element as DomControl);
  if (control) await tellChange(tab, control);
}

async function followLink(tab: Tab, link: DomElement): Promise<void> {
  const href = link.getAttribute("href") ?? "";
  const kind = tab.channel.isJoined ? link.getAttribute("data-phx-link") : null;
  const url = new URL(href, tab.url);
  if (kind === "patch") return tab.patch(url);
  if (kind === "redirect") return tab.navigate(url);
  if (!href.startsWith("#")) return tab.load(url);
}

/** The control that a click on an element uses: itself, the button around it, or that of its label. */
function controlOf(element: DomElement): DomControl | null {
  const control = element.closest("button, input, label, select, textarea") as DomControl | null;
  if (control?.tagName !== "LABEL") return usable(control);
  const named = control.getAttribute("for");
  const inside = "input, select, textarea, button";
  const labelled =
    named === null ? control.querySelector(inside) : element.ownerDocument.querySelector(`[id="${named}"]`);
  return usable(labelled as DomControl | null);
}

const usable = (control: DomControl | null): DomControl | null =>
  control && /^(?:checkbox|radio|submit|image)$/.test(control.type) && (isBox(control) || control.form)
    ? control
    : null;

const isBox = ({ type }: DomControl): boolean => type === "checkbox" || type === "radio";

async function useControl(tab: Tab, control: DomControl): Promise<void> {
  checkReachable(control);
  if (isBox(control)) {
    control.checked = control.type === "radio" || !control.checked;
    await tellChange(tab, control);
    return;
  }
  if (control.form) await submit(tab, control.form, control);
}

/** What wants to know of clicks elsewhere, and is there to be seen. */
const clickedAway = (tab: Tab, element: DomElement): readonly DomElement[] =>
  tab.channel.isJoined
    ? [...tab.document.dom.querySelectorAll("[phx-click-away]")].filter(
        (each) => !each.contains(element) && !each.closest("[hidden]"),
      )
    : [];

const clickWords =
  (element: DomElement): Word =>
  (push) => ({ type: "click", value: eventValue(element, {}, push) });

function notClickable(tab: Tab, element: DomElement): LivegateError {
  const what = `A click on ${lineOf(element)} does nothing: it has no phx-click, and is no link and no button of a form.`;
  return new LivegateError(
    "LG_TEST_ELEMENT",
    `${what} What can be clicked:\n${listOf(tab.document.dom, "[phx-click], a[href], form button")}`,
  );
}

function refused(event: string, reason: string): LivegateError {
  const why = reason === "unknown_event" ? "the view declares no such event" : `its payload doesn't fit (${reason})`;
  return new LivegateError("LG_TEST_REFUSED", `The event "${event}" was refused: ${why}.`);
}
