/** The element that an event happened in or within, if there is one: it may be the document itself, which is none. */
export const closest = ({ target }: Event, selector: string): HTMLElement | null | undefined =>
  (target as Partial<Element>).closest?.<HTMLElement>(selector);
