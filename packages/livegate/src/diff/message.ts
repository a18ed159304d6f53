import type { PrintContext } from "../html/print-context.ts";
import type { Template } from "../html/template.ts";
import { joinMembers, sharedStaticsMember } from "../protocol/tree-members.ts";

let messages = 0;

/** Where the numbers of statics go on. */
export interface Numbers {
  next: number;
}

/**
 * One tree of a message to the client while it is written, of a view or of a component: it lists the statics that several
 * of its nodes share.
 */
export class Message {
  readonly context: PrintContext;
  /** Unique, so that a template can remember under which number this very tree lists it. */
  readonly #id = ++messages;
  readonly #numbers: Numbers;
  #table = "";

  constructor(context: PrintContext, numbers: Numbers = { next: 0 }) {
    this.context = context;
    this.#numbers = numbers;
  }

  /** The JSON for a node's `s`. */
  statics(template: Template): string {
    if (template.listedBy !== this.#id) {
      template.listedBy = this.#id;
      template.listedAs = `${this.#numbers.next++}`;
      this.#table += `${this.#table === "" ? "" : ","}"${template.listedAs}":${template.json}`;
    }
    return template.listedAs;
  }

  /** Completes a tree's members with the table of statics. */
  withTable(members: string): string {
    if (this.#table === "") return members;
    return joinMembers(members, sharedStaticsMember(this.#table));
  }
}
