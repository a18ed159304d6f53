import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { raw } from "../html/raw.ts";
import { when } from "../html/when.ts";
import type { ErrorReport } from "./error-report.ts";
import type { SourceExcerpt } from "./source-excerpt.ts";

export interface OverlayDocumentProps {
  readonly status: number;
  readonly report: ErrorReport;
  readonly nonce: string;
  /** The script that loads the page anew once a source was saved; null where nothing watches. */
  readonly reloadScript: string | null;
  readonly base: string;
}

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:0 auto;padding:2rem 1.25rem}
h1{font-size:1.375rem;line-height:1.35;margin:.25rem 0 1rem;white-space:pre-wrap;overflow-wrap:anywhere}
h2{font-size:.875rem;font-weight:600;margin:1.5rem 0 .25rem}
pre{overflow-x:auto;margin:0;padding:.75rem 1rem;border-radius:.5rem;background:light-dark(#f1f1ee,#26262b);font:.8125rem/1.55 ui-monospace,monospace}
.remedy{white-space:pre-wrap}
.hit{display:inline-block;min-width:100%;background:light-dark(#ffd9d3,#5c2626)}
.muted{color:light-dark(#55554f,#b4b4ad);margin:0;font-size:.875rem}
`;

/** The page that those who develop see in place of an app's own for an error: what happened, where, and what to do. */
export const overlayDocument = ({
  status,
  report,
  nonce,
  reloadScript,
  base,
}: OverlayDocumentProps): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="livegate-base" content=${base}>
<link rel="icon" href="data:,">
<title>${report.name}: ${report.message}</title>
${raw(`<style nonce="${nonce}">${style}</style>`)}
${reloadScript && html`<script defer src=${reloadScript}></script>`}
</head>
<body>
<main>
<p class="muted">${report.code ?? report.name} · ${report.during} · ${status}</p>
<h1>${report.message}</h1>
${when(report.remedy, (remedy) => html`<h2>What to do</h2><pre class="remedy">${remedy}</pre>`)}
${report.excerpts.map(excerptOf)}
${report.causes.map((cause) => html`<h2>Caused by</h2><pre>${cause}</pre>`)}
${report.stack.length > 0 && html`<h2>Stack</h2><pre>${report.stack.join("\n")}</pre>`}
<p class="muted">${when(report.requestId, (id) => html`Request ${id}. `)}This page is shown in development only.</p>
</main>
</body>
</html>`;

const excerptOf = ({ label, place, lines }: SourceExcerpt): Html => html`<h2>${place}, ${label}</h2>
<pre>${lines.map(({ number, text, isHit }) => {
  const line = `${String(number).padStart(5)}  ${text}\n`;
  return isHit ? html`<mark class="hit">${line}</mark>` : html`${line}`;
})}</pre>`;
