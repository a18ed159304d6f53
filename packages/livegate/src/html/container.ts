import { LivegateError } from "../errors/livegate-error.ts";
import { type AttributeValue, type Attrs, attrs } from "./attrs.ts";

/** The element around a live view: its tag and its attributes. */
export interface ContainerOptions {
  /** An element for content, or a custom one: "section", "li", "tbody", "now-playing". Default "div". */
  readonly tag?: string;
  /** Attributes by name, as for `attrs()`; what the client needs (`id`, `data-phx-…`) stands there anyway. */
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** What stands around a live view. */
export interface Container {
  readonly tag: string;
  readonly attributes: Attrs;
}

const TAG =
  /^(?:article|aside|div|fieldset|figure|footer|header|li|main|nav|ol|section|span|tbody|td|tr|ul|[a-z][a-z0-9]*(?:-[a-z0-9]+)+)$/;
const TAKEN = /^(?:id$|data-phx-)/i;

/** Checks a container. Throws LG_CONTAINER for a tag that can't hold a view, or an attribute of the client's. */
export function container({ tag = "div", attributes = {} }: ContainerOptions = {}): Container {
  if (!TAG.test(tag)) throw new LivegateError("LG_CONTAINER", `A live view's container is a <${tag}>.`);
  const taken = Object.keys(attributes).find((name) => TAKEN.test(name));
  if (taken === undefined) return { tag, attributes: attrs(attributes) };
  throw new LivegateError(
    "LG_CONTAINER",
    `A live view's container has the attribute "${taken}" set, which is the client's.`,
  );
}
