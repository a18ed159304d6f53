import { addElement } from "./add-element.ts";

/** What the server tells of an error: see overlay/error-report.ts, whose other half this is. */
export interface ErrorReport {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly remedy: string | null;
  readonly during: string;
  readonly excerpts: readonly {
    readonly label: string;
    readonly place: string;
    readonly lines: readonly { readonly number: number; readonly text: string; readonly isHit: boolean }[];
  }[];
  readonly causes: readonly string[];
  readonly stack: readonly string[];
}

const style = `
.lg-error{position:fixed;inset:auto 0 0;z-index:10000;max-height:70vh;overflow:auto;padding:1rem 1.25rem;background:#1c1a1a;color:#f4f1ee;font:.875rem/1.5 system-ui,sans-serif;text-align:left;border-top:3px solid #ff6b57}
.lg-error[hidden]{display:none}
.lg-error h2{margin:0 2.5rem .5rem 0;font-size:1rem;font-weight:600;white-space:pre-wrap;overflow-wrap:anywhere}
.lg-error p{margin:.75rem 0 .25rem;color:#cfc8c2}
.lg-error pre{margin:0;padding:.5rem .75rem;overflow-x:auto;background:#2a2727;border-radius:.25rem;font:.75rem/1.5 ui-monospace,monospace}
.lg-error mark{display:inline-block;min-width:100%;background:#6b2a22;color:inherit}
.lg-error button{position:absolute;top:.75rem;right:1rem;padding:.125rem .5rem;border:1px solid #6b6461;border-radius:.25rem;background:none;color:inherit;font:inherit;cursor:pointer}
`;

let panel: HTMLElement | undefined;

/** Shows an error that a view met on the server, until it is dismissed. In development alone: no other build has this. */
export function showErrors(): void {
  addEventListener("phx:lg:error", (event) => showError((event as CustomEvent<ErrorReport>).detail));
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hideError();
  });
}

export function showError(report: ErrorReport): void {
  panel ??= addElement("lg-error", style);
  panel.role = "alert";
  const close = element("button", "Close");
  close.addEventListener("click", hideError);
  const parts = [
    close,
    element("p", `${report.code ?? report.name} · ${report.during}`),
    element("h2", report.message),
  ];
  if (report.remedy) parts.push(element("p", "What to do"), element("pre", report.remedy));
  for (const { label, place, lines } of report.excerpts) {
    const code = lines.map(({ number, text, isHit }) =>
      element(isHit ? "mark" : "span", `${String(number).padStart(5)}  ${text}\n`),
    );
    parts.push(element("p", `${place}, ${label}`), element("pre", ...code));
  }
  for (const cause of report.causes) parts.push(element("p", "Caused by"), element("pre", cause));
  if (report.stack.length > 0) parts.push(element("p", "Stack"), element("pre", report.stack.join("\n")));
  panel.replaceChildren(...parts);
  panel.hidden = false;
}

export function hideError(): void {
  if (panel) panel.hidden = true;
}

function element(tag: string, ...content: (string | Node)[]): HTMLElement {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}
