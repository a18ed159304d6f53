import { LivegateError } from "../errors/livegate-error.ts";
import { unmounted } from "../html/embedded-views.ts";
import { escapeHtml } from "../html/escape.ts";
import type { Place } from "../html/place.ts";
import { UNPLACED } from "../html/placement.ts";
import { printPlace } from "../html/print-html.ts";
import type { StreamList } from "../html/stream-list.ts";
import { anyPage } from "./check-rows.ts";

/** What development checks of each stream that is printed: its container, its rows' ids, and that no item is missing. */
export function checkStream(list: StreamList, isIncomplete: boolean, place: Place): void {
  checkContainer(list, place);
  const site = place.source();
  if (isIncomplete) {
    const { name, size } = list.source;
    const what = `The stream "${name}" of ${size} items is shown anew at ${site.name}, but items that it had before are forgotten.`;
    throw new LivegateError("LG_STREAM_FORGOTTEN", what, undefined, { site });
  }
  for (const { id, evaluate } of list.rows()) {
    const printed = printPlace(evaluate(), place, anyPage);
    // What a component shows isn't known yet, and a view's element has the view's id.
    if ([UNPLACED, unmounted.embed({ view: list, id }, place)].some((mark) => printed.trimStart().startsWith(mark)))
      continue;
    if (printed.includes(' data-phx-active-refs="')) throw uploadInRow(list, id, place);
    if (attributeOf(startTag(printed), "id") === escapeHtml(id)) continue;
    const what = `A row of the stream "${list.source.name}" doesn't start with an element whose id is "${id}", at ${site.name}.`;
    throw new LivegateError("LG_STREAM_ROW_ID", what, undefined, { site });
  }
}

function uploadInRow({ source }: StreamList, id: string, place: Place): LivegateError {
  const site = place.source();
  const what = `The row "${id}" of the stream "${source.name}" prints the input of an upload, at ${site.name}.`;
  return new LivegateError("LG_STREAM_UPLOAD", what, undefined, { site });
}

/** A container that stands in another template than the stream is not known here, and passes. */
function checkContainer({ source }: StreamList, place: Place): void {
  const tag = place.within;
  if (tag === null || hasSpread(tag)) return;
  const lacks =
    attributeOf(tag, "id") === null
      ? "an id"
      : !isStream(attributeOf(tag, "phx-update"))
        ? 'phx-update="stream"'
        : null;
  if (lacks === null) return;
  const site = place.source();
  const what = `The container of the stream "${source.name}" lacks ${lacks}: <${tag.replaceAll("\0", "…")}> at ${site.name}.`;
  throw new LivegateError("LG_STREAM_CONTAINER", what, undefined, { site });
}

/** A value from a slot may be right. */
const isStream = (update: string | null): boolean => update === "stream" || update?.includes("\0") === true;

const ATTRIBUTE = /([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g;

/** The first element's start tag, from its name on; "" where something else comes first. */
const startTag = (printed: string): string =>
  /^(?:\s|<!--[^]*?-->)*<([a-z](?:[^"'>]|"[^"]*"|'[^']*')*)>/i.exec(printed)?.[1] ?? "";

function attributeOf(tag: string, wanted: string): string | null {
  const afterName = tag.replace(/^[^\s/>]+/, "");
  for (const [, name, double, single, bare] of afterName.matchAll(ATTRIBUTE)) {
    if (name?.toLowerCase() === wanted) return double ?? single ?? bare ?? "";
  }
  return null;
}

const hasSpread = (tag: string): boolean => /\s\0(?=[\s>]|\/>|$)/.test(tag);
