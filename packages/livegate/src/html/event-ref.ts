import type { TYPES } from "./brand.ts";
import { Leaf } from "./leaf.ts";

/**
 * A declared event as a value: prints its name in an event attribute, and types the payload of `js.push`.
 *
 * @example
 * html`<button phx-click=${ev.rename} phx-value-id=${album.id}>Rename</button>`
 */
export class EventRef<Name extends string = string, Payload = unknown> extends Leaf {
  declare readonly [TYPES]?: { readonly payload: Payload };
  readonly name: Name;

  constructor(name: Name) {
    super();
    this.name = name;
  }

  text(): string {
    return this.name;
  }

  /** In the JSON of a command it is its name. */
  toJSON(): string {
    return this.name;
  }

  override get events(): readonly EventRef[] {
    return [this];
  }
}
