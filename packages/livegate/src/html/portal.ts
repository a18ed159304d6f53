import type { AttributeValue } from "./attrs.ts";
import type { Html } from "./brand.ts";
import { html } from "./html.ts";
import type { Slot } from "./slot.ts";

/** What stands elsewhere on the page than its template says. */
export interface PortalProps {
  /** Unique on the page. */
  readonly id: string;
  /** A CSS selector of where it is put: an element that is there whenever the portal is, such as "body". */
  readonly target: string;
  /** Classes of the element around it. */
  readonly class?: AttributeValue;
  readonly children: Slot;
}

/**
 * Puts a part of a view elsewhere on the page, out of reach of what surrounds it: a dialog or a tooltip that must not be cut off.
 * Its events go to the view or component that printed it, and it goes away with its place in the template.
 *
 * The HTTP render shows nothing of it, nor does a page without JavaScript. Source: protocol, 8.9 and 10.3.
 *
 * @example
 * portal({ id: "help-portal", target: "body", children: html`<div role="tooltip">Of the first pressing.</div>` })
 */
export const portal = ({ id, target, class: classes, children }: PortalProps): Html =>
  html`<template id=${id} data-phx-portal=${target}><div id="_lv_portal_wrap_${id}" class=${classes}>${children}</div></template>`;
