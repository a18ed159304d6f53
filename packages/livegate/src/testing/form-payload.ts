import type { DomControl, DomForm, DomWindow } from "./dom.ts";
import { boundValues } from "./bindings.ts";
import type { TypedForms } from "./typed-forms.ts";

interface Wording {
  /** The name of the input that changed; null for a submit, which marks no input as unused. */
  readonly target: string | null;
  /** The value of `js.push`. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly submitter?: DomControl | null;
  /** The files that were picked, by their upload. */
  readonly uploads?: object;
  /** An input with a binding of its own sends itself alone. */
  readonly only?: string;
}

/** What the stock client sends for a form: its values as a browser counts them, with marks beside inputs nobody was in. */
export function formPayload(window: DomWindow, form: DomForm, typed: TypedForms, wording: Wording): object {
  const { target, value, submitter = null, only, uploads = {} } = wording;
  const unused = target === null ? nothing : unusedNames(form, typed);
  const text = new URLSearchParams();
  for (const [name, entry] of new window.FormData(form, submitter?.name ? submitter : null)) {
    if (typeof entry !== "string" || (only !== undefined && name !== only)) continue;
    if (unused.delete(name)) text.append(unusedMark(name), "");
    text.append(name, entry);
  }
  const meta = { ...boundValues(form), ...value };
  if (target === null) return { type: "form", value: text.toString(), meta };
  return { type: "form", value: text.toString(), meta: { _target: target || "undefined", ...meta }, uploads };
}

const nothing: Set<string> = new Set();

/** Names of which nobody has been in any input; those of hidden inputs alone are never marked. */
function unusedNames(form: DomForm, typed: TypedForms): Set<string> {
  const controls = [...form.elements].filter(({ name, tagName }) => name && tagName !== "BUTTON");
  const names = new Set(controls.map(({ name }) => name));
  for (const name of names) {
    const alike = controls.filter((control) => control.name === name);
    const isMarked = [form, ...alike].some((element) => element.hasAttribute("phx-no-unused-field"));
    if (isMarked || typed.isUsed(form, name) || alike.every(({ type }) => type === "hidden")) names.delete(name);
  }
  return names;
}

/** `user[email]` → `user[_unused_email]`, `tags[]` → `_unused_tags[]`. */
const unusedMark = (name: string): string => name.replace(/([^[\]]+)(\]?)((?:\[\])*)$/, "_unused_$1$2$3");
