import { LivegateError } from "../errors/livegate-error.ts";
import { Attrs } from "./attrs.ts";
import { Leaf } from "./leaf.ts";
import { type Place, isCommand } from "./place.ts";
import type { EventTargets, NamedEvent } from "./print-context.ts";

/** What follows an attribute that sends an event, so that the client sends it to the component that declares it. */
export function targetOfSlot(value: unknown, place: Place, targets: EventTargets | undefined): string {
  if (targets === undefined || !place.isCommand) return "";
  return printTarget(value instanceof Leaf ? value.events : [], place, targets);
}

/** The same for spread attributes, unless they say it themselves. */
export function targetOfSpread(value: unknown, place: Place, targets: EventTargets | undefined): string {
  if (targets === undefined || !(value instanceof Attrs) || value.saysTarget) return "";
  const events = value.entries.flatMap(([{ name }, part]) =>
    isCommand(name) && part instanceof Leaf ? part.events : [],
  );
  return printTarget(events, place, targets);
}

function printTarget(events: readonly NamedEvent[], place: Place, targets: EventTargets): string {
  const owner = ownerOf(events, place, targets);
  if (owner === null || place.target === null) return "";
  return events.length > 0 || place.target === "tag" ? ` phx-target="${owner}"` : "";
}

/** Who gets the events. Without any it is the component itself: another slot of the tag may hold one of its own. */
function ownerOf([first, ...more]: readonly NamedEvent[], place: Place, targets: EventTargets): number | null {
  if (first === undefined) return targets.cid;
  const owner = targets.targetOf(first, place);
  for (const event of more) {
    if (targets.targetOf(event, place) === owner) continue;
    const site = place.source();
    const what = `The events "${first.name}" and "${event.name}" of one element go to different owners, in ${site.name}.`;
    throw new LivegateError("LG_EVENT_OWNER", what, undefined, { site });
  }
  return owner;
}
