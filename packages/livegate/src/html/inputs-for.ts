import { PERSISTENT_ID } from "../protocol/form-data.ts";
import { type Attrs, attrs } from "./attrs.ts";
import type { Html } from "./brand.ts";
import { each } from "./each.ts";
import type { FieldOf, ListField } from "./form-field.ts";
import { NEW_ROW } from "./form-rows.ts";
import { html } from "./html.ts";

/** Where a row of `inputsFor` stands, and what its buttons say. */
export interface FormRow {
  readonly index: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Attributes of a button that takes the row away. */
  readonly drop: Attrs;
  /** Attributes of buttons that let it change places with its neighbour. */
  readonly up: Attrs;
  readonly down: Attrs;
}

/**
 * Prints a list of inputs whose rows can be added, dropped and sorted, each with the hidden fields that say which one it is.
 *
 * Its buttons (`addRow(list)`, and `drop`, `up`, `down` of a row) change the form over the socket, and post it where there
 * is no JavaScript: `parseForm` and `formEvent` give back a form with the rows as they should be, and no output. A row that
 * was dragged elsewhere by a hook keeps its place if the hook dispatches "input" on one of its hidden fields.
 *
 * Rows are groups of inputs. One about a record that exists prints its id as a hidden input of its own.
 *
 * @example
 * html`${inputsFor(form.fields.tracks, (track, row) => html`<p>
 *   <input id=${track.fields.name.id} name=${track.fields.name.name} value=${track.fields.name.value} />
 *   <button ${row.drop}>Remove</button>
 * </p>`)}
 * <button ${addRow(form.fields.tracks)}>Add a track</button>`
 */
export function inputsFor<Item>(list: ListField<Item>, print: (item: FieldOf<Item>, row: FormRow) => Html): Html {
  const { items, keys, marks } = list;
  const rows = items.map((item, index) => ({ item, index, key: keys[index] ?? String(index) }));
  return html`<input type="hidden" name="${marks.drop}" />
    ${defaultButton}
    ${each(
      rows,
      ({ key }) => key,
      ({ item, index, key }) => html`<input type="hidden" name="${marks.sort}" value="${index}" />
        <input type="hidden" name="${list.name}[${index}][${PERSISTENT_ID}]" value="${key}" />
        ${print(item, rowAt(index, items.length, marks))}`,
    )}`;
}

/**
 * Attributes of a button that adds a row at the end of a list; among the rows, it adds one in its place.
 *
 * @example
 * html`<button ${addRow(form.fields.tracks)}>Add a track</button>`
 */
export const addRow = <Item>(list: ListField<Item>): Attrs => rowButton(list.marks.sort, NEW_ROW);

function rowAt(index: number, size: number, marks: ListField<unknown>["marks"]): FormRow {
  return {
    index,
    isFirst: index === 0,
    isLast: index === size - 1,
    drop: rowButton(marks.drop, index),
    up: rowButton(marks.up, index),
    down: rowButton(marks.down, index),
  };
}

// Our client makes a change of the form out of its click; by itself it submits, and must do so with what is there.
const rowButton = (name: string, value: string | number): Attrs =>
  attrs({ type: "submit", name, value, formnovalidate: true, "data-rows": true });

// Enter in an input presses the first button of a form, which shall not be one that drops a row.
const defaultButton = html`<button type="submit" hidden tabindex="-1" aria-hidden="true"></button>`;
