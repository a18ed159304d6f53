import { LivegateError } from "../errors/livegate-error.ts";
import { unmounted } from "../html/embedded-views.ts";
import { type Key, LazyList, type List, anyRow } from "../html/list.ts";
import { type Place, TEXT } from "../html/place.ts";
import type { PrintContext } from "../html/print-context.ts";
import { printPlace } from "../html/print-html.ts";
import { Rendered } from "../html/rendered.ts";
import { unplaced } from "../html/placement.ts";
import type { Slot } from "../html/slot.ts";
import { StreamList } from "../html/stream-list.ts";
import { NEW } from "./match-rows.ts";

/**
 * What development checks of each list that is printed: that keys are unique, and that rows of a `row()` are pure, by
 * keeping what was sent. `match` says where each row was in `old`; null: at its index.
 */
export function checkRows(list: List, place: Place, old: List | null = null, match: Int32Array | null = null): void {
  checkKeys(list, place);
  if (old !== null) checkPurity(list, place, old, match);
  if (list instanceof LazyList)
    list.sent = Array.from({ length: list.size }, (_, index) => slotTexts(list.rowAt(index)));
}

function checkKeys(list: List, place: Place): void {
  const seen = new Set<Key>();
  for (let index = 0; index < list.size; index++) {
    const key = list.keyAt(index);
    if (seen.has(key)) {
      const site = place.source();
      const what = `Two rows have the key ${JSON.stringify(key)} in the list at ${site.name}.`;
      throw new LivegateError("LG_EACH_KEYS", what, undefined, { site });
    }
    seen.add(key);
  }
}

function checkPurity(list: List, place: Place, old: List, match: Int32Array | null): void {
  if (!(old instanceof LazyList) || old.sent === null) return;
  if (old.sent.length !== old.items.length) {
    const site = place.source();
    const what = `An array was changed in place: the one that each() got at ${site.name}.`;
    throw new LivegateError("LG_ROW_IMPURE", what, 'socket.update("albums", (albums) => [...albums, album])', { site });
  }
  const maySkip = list.maySkip(old);
  for (let index = 0; index < list.size; index++) {
    const from = match === null ? index : (match[index] ?? NEW);
    const sent = old.sent[from];
    if (sent === undefined) continue;
    const skipped = maySkip && list.items?.[index] === old.items[from];
    compare(skipped ? list.rowAt(index) : old.rowAt(from), sent, place);
  }
}

/** The row is evaluated as the browser should have it, and `sent` is what the browser got. */
function compare(row: unknown, sent: readonly string[], place: Place): void {
  const now = slotTexts(row);
  const slot = now.findIndex((text, index) => text !== sent[index]);
  if (slot === -1 && now.length === sent.length) return;
  const site = (row instanceof Rendered ? (row.template.places[slot] ?? place) : place).source();
  const what = `A row that was evaluated again differs from what was sent, though its item and props are the same: ${site.name}.`;
  throw new LivegateError("LG_ROW_IMPURE", what, undefined, { site });
}

/** Of no page in particular, since lists may be shared between pages; components leave only their names. */
export const anyPage: PrintContext = {
  csrfToken: "",
  nonce: "",
  base: "",
  development: true,
  components: unplaced,
  views: unmounted,
};

function slotTexts(row: unknown): readonly string[] {
  // A row that is no template is compared as a whole.
  const { slots, template } = row instanceof Rendered ? row : new Rendered(anyRow, [row as Slot]);
  // A stream forgets what was sent, so there is nothing to compare.
  return slots.map((value, index) =>
    value instanceof StreamList ? "" : printPlace(value, template.places[index] ?? TEXT, anyPage),
  );
}
