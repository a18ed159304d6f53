import { LivegateError } from "../errors/livegate-error.ts";
import { lineOf } from "./describe-element.ts";
import type { DomControl, DomForm, DomOption } from "./dom.ts";
import { checkReachable } from "./find-element.ts";

/** What may be put into a form: by full names ("album[title]"), or nested as the handler gets it. */
export interface FieldValues {
  readonly [name: string]: FieldValue;
}
/** What is put into one input, or into several of one name or group. */
export type FieldValue =
  | string
  | number
  | boolean
  | readonly (string | number)[]
  | readonly FieldValues[]
  | FieldValues;

type Plain = string | boolean | readonly string[];

/** Nested values as the names that inputs have: `{ album: { title: "Blue" } }` → "album[title]". */
export function flatFields(values: FieldValues, prefix = ""): readonly (readonly [name: string, value: Plain])[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const name = prefix === "" ? key : `${prefix}[${key}]`;
    if (typeof value === "boolean") return [[name, value] as const];
    if (typeof value !== "object") return [[name, String(value)] as const];
    if (!Array.isArray(value)) return flatFields(value as FieldValues, name);
    const items = value as readonly (string | number | FieldValues)[];
    if (items.some((item) => typeof item === "object")) return flatFields(Object.fromEntries(items.entries()), name);
    return [[name, items.map(String)] as const];
  });
}

/** Puts a value into the controls of a name, as a user would; gives the control that was used last. */
export function fillControl(form: DomForm, name: string, value: Plain): DomControl {
  const controls = controlsOf(form, name);
  const [control] = controls;
  if (!control) throw noSuchField(form, name);
  if (control.options) return select(control, value);
  if (control.type === "checkbox") return tick(controls, value);
  if (control.type === "radio") return choose(controls, value);
  if (control.type === "file") throw refused(control, "files are picked: page.form().pick()");
  checkReachable(control);
  if (control.readOnly) throw refused(control, "it is read-only");
  control.value = Array.isArray(value) ? (value[0] ?? "") : String(value);
  return control;
}

/** The hidden input before a checkbox is no field of its own. */
function controlsOf(form: DomForm, name: string): readonly DomControl[] {
  const named = [...form.elements].filter((each) => each.name === name || each.name === `${name}[]`);
  const visible = named.filter(({ type }) => type !== "hidden");
  return visible.length > 0 ? visible : named;
}

function select(control: DomControl, value: Plain): DomControl {
  checkReachable(control);
  const wanted = Array.isArray(value) ? value : [String(value)];
  const options = [...(control.options ?? [])];
  for (const each of wanted) {
    const option = options.find((candidate) => candidate.value === each);
    if (!option) throw refused(control, `it has no option ${JSON.stringify(each)}, but ${valuesOf(options)}`);
    if (option.disabled) throw refused(control, `its option ${JSON.stringify(each)} is disabled`);
  }
  for (const option of options) option.selected = wanted.includes(option.value);
  return control;
}

function tick(boxes: readonly DomControl[], value: Plain): DomControl {
  const [first] = boxes as readonly [DomControl]; // The caller found one.
  if (typeof value === "boolean") {
    if (boxes.length > 1)
      throw refused(first, `there are ${boxes.length} of its name: give the values that shall be ticked`);
    checkReachable(first);
    first.checked = value;
    return first;
  }
  const wanted = Array.isArray(value) ? value : [String(value)];
  const missing = wanted.find((each) => !boxes.some((box) => box.value === each));
  if (missing !== undefined)
    throw refused(first, `none of its name has the value ${JSON.stringify(missing)}, but ${valuesOf(boxes)}`);
  for (const box of boxes) {
    const checked = wanted.includes(box.value);
    if (box.checked !== checked) checkReachable(box);
    box.checked = checked;
  }
  return boxes.findLast((box) => box.checked) ?? first;
}

function choose(buttons: readonly DomControl[], value: Plain): DomControl {
  const [first] = buttons as readonly [DomControl]; // The caller found one.
  const button = buttons.find((candidate) => candidate.value === String(value));
  if (!button)
    throw refused(first, `none of its name has the value ${JSON.stringify(value)}, but ${valuesOf(buttons)}`);
  checkReachable(button);
  button.checked = true;
  return button;
}

const valuesOf = (controls: readonly (DomControl | DomOption)[]): string =>
  controls.map(({ value }) => JSON.stringify(value)).join(", ");

const refused = (control: DomControl, why: string): LivegateError =>
  new LivegateError("LG_TEST_ELEMENT", `${lineOf(control)} can't be filled so: ${why}.`);

function noSuchField(form: DomForm, name: string): LivegateError {
  const names = new Set(
    [...form.elements].filter((each) => each.name && each.type !== "hidden").map((each) => each.name),
  );
  const what = `${lineOf(form).slice(0, 120)} has no input ${JSON.stringify(name)}. It has: ${[...names].join(", ") || "none"}.`;
  return new LivegateError("LG_TEST_ELEMENT", what);
}
