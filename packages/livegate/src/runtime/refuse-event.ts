import { diffResponse, eventsMember } from "../protocol/tree-members.ts";
import { frameEvent, refusedEvent } from "../protocol/wire-names.ts";
import type { Refusal } from "./channel-message.ts";
import type { ChannelOutput } from "./channel-output.ts";
import type { RefusalLog } from "./refusal-log.ts";

/** The stock client looks into both before it unlocks the form of a file. */
const NO_FILES = '"entries":{},"error":[]';

/** Answers an event that the view won't see, so that its element unlocks, with a note for the page; counts and logs it. */
export function refuseEvent(
  { output, refusals }: { readonly output: ChannelOutput; readonly refusals: RefusalLog },
  ref: string | null,
  { event, reason, fromHook }: Refusal,
): void {
  refusals.note(`event_refused_${reason}`, { event: event.slice(0, 100), reason }, "event refused");
  if (ref === null) return; // The server sent it to itself.
  if (fromHook) return output.reply(ref, "error", JSON.stringify({ reason }));
  const note = eventsMember([[refusedEvent, { event, reason }]]);
  output.reply(ref, "ok", diffResponse(note, event === frameEvent.allowUpload ? NO_FILES : ""));
}
