import { closest } from "./closest.ts";

/** How far each arrow goes, and to which item the other keys go. */
const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  Home: 0,
  End: -1,
};

/**
 * Lets the arrows, Home and End move the focus among the links and buttons of an element with `data-arrows`. One that is
 * a `<details>` opens for them, and closes when something in it was chosen.
 */
export function driveMenus(): void {
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    const menu = closest(event, "[data-arrows]");
    const step = steps[key];
    if (!menu || step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    (menu as Partial<HTMLDetailsElement>).open = true; // Which says nothing to any other element.
    const items = [...menu.querySelectorAll<HTMLElement>("a,button,summary")].filter((item) => item.offsetParent);
    const at = items.indexOf(target as HTMLElement); // Where it isn't: -1.
    items.at(key[0] === "A" ? (at + step) % items.length : step)?.focus();
  });
  addEventListener("click", (event) =>
    closest(event, "details[data-arrows] li")?.closest("details")?.removeAttribute("open"),
  );
}
