/** What an input of a type takes of "1971-06-22T10:20:30.000Z". */
const parts: Readonly<Record<string, readonly [start: number, end: number]>> = {
  date: [0, 10],
  "datetime-local": [0, 16],
  month: [0, 7],
  time: [11, 16],
};

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * The text of a field as an input of that type takes it: a form's `Date` is an instant, and inputs know only its date or
 * time, which are those of UTC. Anything else, what was typed above all, stays as it is.
 *
 * @example
 * html`<input type="date" name=${released.name} value=${inputValue("date", released.value)} />`
 */
export function inputValue(type: string, value: string): string {
  const part = parts[type];
  return part && instant.test(value) ? value.slice(...part) : value;
}
