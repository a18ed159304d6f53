import { meta } from "./meta.ts";

/**
 * The page's part of the sheet that asks who is there before an event goes on, as a connect parameter: it sends the sheet's form
 * by a request of its own, gives the focus back, and has the next page tell if the event is lost. Pages without it are led to
 * where the guard asks.
 *
 * @example
 * import { connect, heldSheet } from "livegate/client";
 * connect({ params: () => ({ ...heldSheet(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }) });
 */
export function heldSheet(): { readonly _held: string } {
  // However often this is called, the page has each listener once.
  addEventListener("lg:send-form", sendForm);
  addEventListener("focusin", remember);
  addEventListener("phx:update", look);
  return { _held: sheet()?.dataset["held"] ?? sessionStorage.getItem(KEY) ?? "" };
}

/** Where the tab keeps what tells that an event wasn't done: a page that goes can't tell the next one in time. */
const KEY = "lg:held";

const sheet = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-held]");

/** The form whose answer is on its way: sent once more it would come with a token that the session has no more. */
let sending: HTMLFormElement | null = null;

function sendForm({ target }: Event): void {
  const form = target as HTMLFormElement;
  if (form === sending) return;
  sending = form;
  fetch(form.action, {
    method: "POST",
    headers: { "x-csrf-token": meta("csrf-token") },
    body: new URLSearchParams(new FormData(form) as never),
    // It is an answer that nobody can read.
    redirect: "manual",
  }).then(
    // What isn't meant for the view was answered to somebody else: whoever is there now gets a page of theirs.
    (answer) => answer.json().then(tell, () => location.reload()),
    () => tell({}),
  );
}

/** Has the page's view told what was answered. */
function tell(value: object): void {
  sending = null;
  // From here on the view knows what becomes of it.
  if ("ticket" in value) sessionStorage.removeItem(KEY);
  const js = JSON.stringify([["push", { event: "lv:held-answered", value }]]);
  dispatchEvent(new CustomEvent("phx:lg:exec", { detail: { js } }));
}

/** What had the focus before the sheet came. */
let before: HTMLElement | null = null;
let wasThere = false;

function remember({ target }: Event): void {
  if (!sheet()) before = target as HTMLElement;
}

/** Looks after each change of the page whether the sheet has come or gone. */
function look(): void {
  // Elements that do something when they go are there a moment longer.
  setTimeout(() => {
    const there = sheet();
    if (there) sessionStorage.setItem(KEY, there.dataset["held"] ?? "");
    else sessionStorage.removeItem(KEY);
    // Unless something else took it.
    if (wasThere && !there && document.activeElement === document.body) before?.focus();
    wasThere = there !== null;
  });
}
