import type { HTML } from "./brand.ts";
import type { Slot } from "./slot.ts";
import type { Template } from "./template.ts";

/** One evaluation of a template: what both printers walk. */
export class Rendered {
  declare readonly [HTML]: "html";
  readonly template: Template;
  /** The values as given; an array among them is settled when it is first printed. */
  readonly slots: Slot[];

  constructor(template: Template, slots: Slot[]) {
    this.template = template;
    this.slots = slots;
  }
}
