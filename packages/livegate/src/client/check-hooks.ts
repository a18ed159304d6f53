import { showError } from "./error-panel.ts";

/** Says on the page that an element has a hook and no id: the client leaves such a hook out. In development alone. */
export function checkHooks(): void {
  const said = new Set<string>();
  const check = (): void => {
    for (const element of document.querySelectorAll<HTMLElement>("[phx-hook]:not([id])")) {
      const tag = tagOf(element);
      if (said.has(tag)) continue;
      said.add(tag);
      const name = element.getAttribute("phx-hook") ?? "";
      showError({
        name: "Hook without an id",
        message: `The hook "${name}" doesn't run: its element has no id.\n\n${tag}`,
        code: null,
        remedy: `<${element.localName} id="…" phx-hook="${name}">`,
        during: location.pathname,
        excerpts: [],
        causes: [],
        stack: [],
      });
    }
  };
  // A page whose script runs at its end has its content already; what views print comes by patches.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", check);
  else check();
  document.addEventListener("phx:update", check);
}

/** The opening tag, without what the client has written into it. */
function tagOf(element: HTMLElement): string {
  const copy = element.cloneNode(false) as HTMLElement;
  for (const { name } of element.attributes) if (name.startsWith("data-phx-")) copy.removeAttribute(name);
  return copy.outerHTML.replace(/<\/[^<]*$/, "");
}
