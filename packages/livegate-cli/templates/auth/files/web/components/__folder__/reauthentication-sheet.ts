// @only live
import { type Held, type Html, answerHeld, dropHeld, form, html } from "livegate";
import { button, formFor, modal } from "livegate/components";
import { ProofSchema, type __Schema__ } from "#domain/__context-file__/__file__";
import { paths } from "#web/paths";
import { proofInput } from "./proof-input.ts";

const proofNamed = { as: "__schema__", id: "reauthentication-form" } as const;

/** Asks who is there without leaving the page, before an event goes on that waits for it. For live layouts. */
export function reauthenticationSheet(held: Held | null, current__Schema__: __Schema__ | null): Html | null {
  if (!held || !current__Schema__) return null;
  const filled = form(ProofSchema, proofNamed).withErrors(held.errors);
  return modal({
    id: "reauthentication-sheet",
    title: "Is it you?",
    close: dropHeld,
    children: html`<div data-held="${held.lost}">
      <p class="mb-4 text-base-content/70 wrap-anywhere">
        Before this is done, show that you are <strong>${current__Schema__.email}</strong>. You are asked once in ten minutes.
      </p>
      <p class="text-sm" role="status">${held.note}</p>
      ${formFor({
        form: filled,
        action: paths.reauthenticate(),
        submit: answerHeld,
        children: html`
          <input type="hidden" name="held" value=${held.id} />
          <input type="text" value=${current__Schema__.email} autocomplete="username" hidden readonly />
          ${proofInput(current__Schema__, filled.fields)}
          <div class="flex flex-wrap gap-3">
            ${button({ type: "submit", kind: "primary", children: "Go on" })}
            ${button({ children: "Cancel", rest: { "phx-click": dropHeld } })}
          </div>
        `,
      })}
      ${!current__Schema__.hasPassword && codeRequest(held.id)}
    </div>`,
  });
}

/** An account without a password has a code mailed to it. */
const codeRequest = (held: string): Html =>
  html`<div class="mt-4">${formFor({
    form: { id: "reauthentication-mail", errors: [] },
    action: paths.reauthenticate(),
    submit: answerHeld,
    children: html`
      <input type="hidden" name="held" value=${held} />
      <input type="hidden" name="by" value="mail" />
      ${button({ type: "submit", kind: "outline", size: "small", children: "Mail me a code" })}
    `,
  })}</div>`;
