import type { DomDocument, DomElement, DomParent } from "./dom.ts";

/** Says of an element from a portal which view it belongs to. */
export const TELEPORTED = "data-phx-teleported";

/** How deep portals may stand in portals: the client goes no further. */
const DEPTH = 5;

/** What is known of the views of a page. */
export interface ShownViews {
  readonly isJoined: (id: string) => boolean;
  /** Puts what views show into those of their containers that are in here. */
  readonly fill: (parent: DomParent) => void;
}

/** Puts what joined views have in portals where it is to stand, instead of what stood there before. */
export function teleport(document: DomDocument, { isJoined, fill }: ShownViews): void {
  for (const former of document.querySelectorAll(`[${TELEPORTED}]`)) former.remove();
  eachPortal(document, (portal) => {
    const viewId = viewIdOf(portal);
    const target = targetOf(portal, document);
    if (viewId === null || !isJoined(viewId) || target === null) return;
    target.insertAdjacentHTML("beforeend", portal.innerHTML);
    const placed = target.lastElementChild;
    placed?.setAttribute(TELEPORTED, viewId);
    if (placed) fill(placed);
  });
}

/** Puts what is in portals beside them, where no page shows it: for whoever looks for something in them. */
export function openPortals(document: DomDocument): DomDocument {
  eachPortal(document, (portal) => portal.insertAdjacentHTML("beforebegin", portal.innerHTML));
  return document;
}

/** The id of the view that an element belongs to, wherever it stands; null outside of all. */
export function viewIdOf(element: DomElement): string | null {
  const owner = element.closest(`[${TELEPORTED}],[data-phx-session]`);
  return owner === null ? null : (owner.getAttribute(TELEPORTED) ?? owner.id);
}

/** Portals whose content has no place to go. */
export const lostPortals = (document: DomDocument): readonly DomElement[] =>
  [...portalsIn(document)].filter((portal) => targetOf(portal, document) === null);

function eachPortal(document: DomDocument, take: (portal: DomElement) => void): void {
  const taken = new Set<DomElement>();
  for (let depth = 0; depth < DEPTH; depth++) {
    for (const portal of portalsIn(document)) {
      if (taken.has(portal)) continue;
      taken.add(portal);
      take(portal);
    }
  }
}

const portalsIn = (document: DomDocument): Iterable<DomElement> =>
  document.querySelectorAll("template[data-phx-portal]");

const targetOf = (portal: DomElement, document: DomDocument): DomElement | null =>
  document.querySelector(portal.getAttribute("data-phx-portal") ?? "");
