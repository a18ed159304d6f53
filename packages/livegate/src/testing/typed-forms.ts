import type { DomControl, DomDocument, DomForm } from "./dom.ts";

/** What a control holds, apart from its markup. */
interface Held {
  readonly value: string;
  readonly checked: boolean;
  readonly selected: readonly boolean[];
}

interface TypedForm {
  /** The form as the server printed it when this was typed. */
  printed: string;
  readonly held: Map<string, Held>;
  readonly used: Set<string>;
}

/**
 * What was typed into the forms of a page. It stays as long as the server doesn't print the form anew; then the server's
 * values hold, but for the input in focus, as in a browser.
 */
export class TypedForms {
  readonly #forms = new Map<string, TypedForm>();
  /** The control that was typed into last. */
  #focus: { readonly form: string; readonly control: string } | null = null;

  /** Keeps what a control holds now; `printed` is its form as the server printed it. */
  note(form: DomForm, control: DomControl): void {
    const typed = this.#of(form);
    const key = controlKey(form, control);
    typed.held.set(key, heldBy(control));
    typed.used.add(control.name);
    this.#focus = { form: formKey(form), control: key };
  }

  /** Takes the focus away: the next print of the server's holds for every input. */
  blur(): void {
    this.#focus = null;
  }

  /** Marks every input as used, as a submit does. */
  submitted(form: DomForm): void {
    const { used } = this.#of(form);
    for (const { name } of form.elements) used.add(name);
  }

  /** Whether somebody has been in an input of that name. */
  isUsed(form: DomForm, name: string): boolean {
    return this.#forms.get(formKey(form))?.used.has(name) ?? false;
  }

  /** Only the input in focus keeps its value: the page was joined anew. */
  forget(): void {
    for (const typed of this.#forms.values()) typed.printed = "";
  }

  /** Puts what was typed back into a document that was printed anew. */
  restore(document: DomDocument): void {
    for (const element of document.querySelectorAll("form")) {
      const form = element as DomForm; // Every <form> is one.
      const typed = this.#forms.get(formKey(form));
      if (typed) this.#restoreForm(form, typed);
    }
  }

  #restoreForm(form: DomForm, typed: TypedForm): void {
    const printed = form.outerHTML;
    const isSame = printed === typed.printed;
    typed.printed = printed;
    for (const control of form.elements) {
      const key = controlKey(form, control);
      const held = typed.held.get(key);
      const isInFocus = this.#focus?.form === formKey(form) && this.#focus.control === key;
      if (held && (isSame || isInFocus)) hold(control, held);
      else typed.held.delete(key);
    }
  }

  #of(form: DomForm): TypedForm {
    const key = formKey(form);
    const known = this.#forms.get(key);
    if (known) return known;
    // What is typed is no markup, so the form still reads as it was printed.
    const typed = { printed: form.outerHTML, held: new Map<string, Held>(), used: new Set<string>() };
    this.#forms.set(key, typed);
    return typed;
  }
}

const formKey = (form: DomForm): string => form.getAttribute("id") ?? form.getAttribute("action") ?? "";

/** A control's name, and its place among those of one name. */
function controlKey(form: DomForm, control: DomControl): string {
  const alike = [...form.elements].filter(({ name }) => name === control.name);
  return `${control.name} ${alike.indexOf(control)}`;
}

const heldBy = (control: DomControl): Held => ({
  value: control.value,
  checked: control.checked,
  selected: [...(control.options ?? [])].map(({ selected }) => selected),
});

function hold(control: DomControl, { value, checked, selected }: Held): void {
  if (control.options) {
    for (const [at, option] of [...control.options].entries()) option.selected = selected[at] ?? false;
  } else if (control.type === "checkbox" || control.type === "radio") {
    control.checked = checked;
  } else {
    control.value = value;
  }
}
