import type { PrintContext } from "../html/print-context.ts";
import type { Template } from "../html/template.ts";

let messages = 0;

/** One message to the client while it is written: it lists the statics that several of its nodes share. */
export class Message {
  readonly context: PrintContext;
  /** Unique, so that a template can remember under which number this very message lists it. */
  readonly #id = ++messages;
  #count = 0;
  #table = "";

  constructor(context: PrintContext) {
    this.context = context;
  }

  /** The JSON for a node's `s`. */
  statics(template: Template): string {
    if (template.listedBy !== this.#id) {
      template.listedBy = this.#id;
      template.listedAs = `${this.#count++}`;
      this.#table += `${this.#table === "" ? "" : ","}"${template.listedAs}":${template.json}`;
    }
    return template.listedAs;
  }

  /** Completes a tree's members with the table of statics. */
  withTable(members: string): string {
    if (this.#table === "") return members;
    const table = `"p":{${this.#table}}`;
    return members === "" ? table : `${members},${table}`;
  }
}
