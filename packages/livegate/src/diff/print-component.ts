import type { PrintContext } from "../html/print-context.ts";
import { Rendered } from "../html/rendered.ts";
import { joinMembers, rootMember, staticsMember } from "../protocol/tree-members.ts";
import { Message, type Numbers } from "./message.ts";
import { diffSlots } from "./print-diff.ts";
import { fullSlot, fullSlots, member, settleSlot } from "./print-full.ts";

/** A component of the page whose statics another one can use. */
export interface Donor {
  /** Its number; negative for its tree as it was before this message. */
  readonly cid: number;
  readonly printed: Rendered;
}

/** What the client knows before a component is printed. */
export interface KnownComponent {
  /** How it was printed last; null where the client has nothing of it. */
  readonly previous: Rendered | null;
  /** One of the same template, for a component of which the client has nothing. */
  readonly donor: Donor | null;
}

/**
 * Prints a component's entry in a message, `{…}`, or "" when the client has it as it is.
 *
 * The numbers of its statics go on through all messages of a page: a tree that took over another one's statics has those
 * of both, and one that the client has taken but not shown yet keeps them.
 */
export function printComponent(
  next: Rendered,
  { previous, donor }: KnownComponent,
  context: PrintContext,
  numbers: Numbers,
): string {
  const message = new Message(context, numbers);
  if (previous?.template === next.template) {
    const members = message.withTable(diffSlots(previous, next, message));
    return members === "" ? "" : `{${members}}`;
  }
  const isShared = donor?.printed.template === next.template;
  const members = isShared ? sharedSlots(donor.printed, next, message) : fullSlots(next, message);
  const statics = isShared ? staticsMember(`${donor.cid}`) : `${staticsMember(next.template.json)},${rootMember}`;
  return `{${message.withTable(joinMembers(members, statics))}}`;
}

/** All slots, without the statics that the donor's tree has in the same places. */
function sharedSlots(donor: Rendered, { template, slots }: Rendered, message: Message): string {
  let members = "";
  template.places.forEach((place, index) => {
    const value = settleSlot(slots, index, place);
    const known = donor.slots[index];
    const isShared = value instanceof Rendered && known instanceof Rendered && known.template === value.template;
    const node = isShared ? `{${sharedSlots(known, value, message)}}` : fullSlot(slots, index, place, message);
    members += member(index, index === 0) + node;
  });
  return members;
}
