/**
 * The line of a template's slot, from 1; null where the template isn't found. `from` is the line on which the template
 * begins, `raw` has its texts around the slots, which are looked for in turn: what stands in a slot may hold any code.
 */
export function slotLine(source: string, from: number, raw: readonly string[], slot: number): number | null {
  let at = source.indexOf(`\`${raw[0]}`, lineStart(source, from));
  if (at === -1) return null;
  at += 1 + (raw[0]?.length ?? 0);
  for (let index = 0; index < slot; index++) {
    at = codeEnd(source, at + 2);
    const text = raw[index + 1] ?? "";
    if (!source.startsWith(text, at)) return null;
    at += text.length;
  }
  const inside = source.slice(at + 2).search(/\S/);
  return source.slice(0, at + 2 + Math.max(0, inside)).split("\n").length;
}

function lineStart(source: string, line: number): number {
  let at = 0;
  for (let number = 1; number < line; number++) at = source.indexOf("\n", at) + 1;
  return at;
}

const NEXT = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[`{}]/g;

/** After the brace that closes the code which begins at `start`. */
function codeEnd(source: string, start: number): number {
  let depth = 0;
  let at = start;
  for (;;) {
    NEXT.lastIndex = at;
    const found = NEXT.exec(source);
    if (!found) return source.length;
    at = NEXT.lastIndex;
    const [sign] = found;
    if (sign === "`") at = textEnd(source, at);
    else if (sign === "{") depth += 1;
    else if (sign === "}" && depth-- === 0) return at;
  }
}

const IN_TEXT = /\\[^]|`|\$\{/g;

/** After the backtick that closes the template which begins at `start`. */
function textEnd(source: string, start: number): number {
  let at = start;
  for (;;) {
    IN_TEXT.lastIndex = at;
    const found = IN_TEXT.exec(source);
    if (!found) return source.length;
    at = IN_TEXT.lastIndex;
    if (found[0] === "`") return at;
    if (found[0] === "${") at = codeEnd(source, at);
  }
}
