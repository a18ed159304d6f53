import { type Donor, printComponent } from "../diff/print-component.ts";
import type { Template } from "../html/template.ts";
import type { LiveComponent } from "../live/component-kind.ts";
import { componentsMember } from "../protocol/tree-members.ts";
import type { ComponentInstance } from "./component-instance.ts";

/** Writes the components of a view's messages: what the page has of each, and whose statics others can use. */
export class WireComponents {
  readonly #numbers = { next: 0 };
  readonly #donors = new Map<LiveComponent, Map<Template, ComponentInstance>>();
  #entries = "";

  /** Writes what the page lacks of one component. */
  print(instance: ComponentInstance, message: number): void {
    const { state, cid, printed: previous } = instance;
    if (previous !== null && !state.changed) return;
    const next = instance.render();
    const isWhole = previous?.template !== next.template;
    const donor = isWhole ? this.#donorFor(instance, next.template, message) : null;
    const entry = printComponent(next, { previous, donor }, instance.context, this.#numbers);
    instance.printed = next;
    instance.printedIn = message;
    instance.printedWhole = isWhole;
    state.printed();
    state.settleTurn();
    if (entry !== "") this.#entries += `${this.#entries === "" ? "" : ","}"${cid}":${entry}`;
  }

  /** The member `"c":{…}` of the message, "" where it has none. */
  take(): string {
    const entries = this.#entries;
    this.#entries = "";
    return componentsMember(entries);
  }

  forget({ component, printed }: ComponentInstance): void {
    if (printed !== null) this.#donors.get(component)?.delete(printed.template);
  }

  /** Another component of the kind that has the template; this one serves the next where there is none. */
  #donorFor(instance: ComponentInstance, template: Template, message: number): Donor | null {
    const ofKind = this.#donors.get(instance.component) ?? new Map<Template, ComponentInstance>();
    this.#donors.set(instance.component, ofKind);
    const known = ofKind.get(template);
    if (known && known !== instance && !known.isMarked && known.printed?.template === template) {
      // Of one that this message has changed already, the former tree is gone here.
      if (known.printedIn !== message) return { cid: -known.cid, printed: known.printed };
      if (known.printedWhole) return { cid: known.cid, printed: known.printed };
    }
    ofKind.set(template, instance);
    return null;
  }
}
