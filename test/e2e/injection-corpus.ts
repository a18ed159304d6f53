import { type Html, attrs, each, events, html, js, jsonScript, link, row } from "livegate";
import { z } from "zod";

/** Runs wherever a text becomes a script: it tells the page who did it. */
const RUN = "window.ran=(window.ran||0)+1";

/** What people try, each a text that must stay one. `RUN` is what would show that it hasn't. */
export const payloads: readonly string[] = [
  `<script>${RUN}</script>`,
  `<img src=x onerror=${RUN}>`,
  `<svg onload=${RUN}></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s></svg>`,
  `<iframe srcdoc="<script>parent.${RUN.replaceAll("window", "parent")}</script>"></iframe>`,
  `<details open ontoggle=${RUN}>x</details>`,
  `<input autofocus onfocus=${RUN}>`,
  `<style>@import 'x'</style><b style=animation-name:x onanimationstart=${RUN}>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}>`,
  `"><img src=x onerror=${RUN}>`,
  `'><img src=x onerror=${RUN}>`,
  `" autofocus onfocus="${RUN}" x="`,
  `' autofocus onfocus='${RUN}' x='`,
  `x autofocus onfocus=${RUN}`,
  `\` onmouseover=${RUN} \``,
  `</textarea><img src=x onerror=${RUN}>`,
  `</title><img src=x onerror=${RUN}>`,
  `</script><script>${RUN}</script>`,
  `<!--<script>${RUN}</script>-->`,
  `--><img src=x onerror=${RUN}>`,
  `]]><img src=x onerror=${RUN}>`,
  `&lt;img src=x onerror=${RUN}&gt;`,
  `&quot;&gt;&lt;img src=x onerror=${RUN}&gt;`,
  `\\u003cimg src=x onerror=${RUN}\\u003e`,
  `\u0000<\u0000img src=x onerror=${RUN}>`,
  `javascript:${RUN}`,
  ` \t\njava\nscript:${RUN}`,
  `\u0001javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  `javascript&colon;${RUN}`,
  `&#106;avascript:${RUN}`,
  `data:text/html,<script>opener.${RUN}</script>`,
  `vbscript:${RUN}`,
  `[["exec",{"attr":"data-evil"}]]`,
  `[["push",{"event":"stolen"}]]`,
  "${" + RUN + "}{{" + RUN + "}}",
  `\u2028${RUN}\u2029//`,
];

/** One place of a template that takes a text from outside. */
export type Hole = (text: string) => Html;

const ev = events({ none: z.object({ text: z.string() }) });
const NamedRow = row((text: string) => html`<li title=${text}>${text}</li>`);

/** Every kind of place, as authors write them. */
export const holes: Readonly<Record<string, Hole>> = {
  text: (text) => html`<p>${text}</p>`,
  "a list of texts": (text) => html`<p>${["a ", text]}</p>`,
  "a pure row": (text) => html`<ul>${each([text], () => "k", NamedRow)}</ul>`,
  "a plain row": (text) =>
    html`<ul>${each(
      [text],
      () => "k",
      (item) => html`<li>${item}</li>`,
    )}</ul>`,
  textarea: (text) => html`<textarea>${text}</textarea>`,
  "an SVG title": (text) => html`<svg><title>${text}</title><text>${text}</text></svg>`,
  "a whole attribute": (text) => html`<b title=${text}>b</b>`,
  "a quoted attribute": (text) => html`<b title="${text}" lang='${text}'>b</b>`,
  "a part of an attribute": (text) => html`<b class="a ${text} b">b</b>`,
  "a bare part": (text) => html`<b class=a-${text}>b</b>`,
  "a class list": (text) => html`<b class=${["a", text]}>b</b>`,
  "an id": (text) => html`<b id=${text}>b</b>`,
  "a spread": (text) => html`<b ${attrs({ title: text, "data-x": text, "aria-label": text })}>b</b>`,
  "a value": (text) => html`<input value=${text} placeholder=${text} />`,
  "an event's value": (text) => html`<b phx-click=${ev.none} phx-value-x=${text}>b</b>`,
  "a link": (text) => html`<a href=${text}>a</a>`,
  "the start of a link": (text) => html`<a href="${text}/x">a</a>`,
  "the query of a link": (text) => html`<a href="/x?q=${text}">a</a>`,
  "an image": (text) => html`<img src=${text} alt=${text} />`,
  "a form's address": (text) => html`<form action=${text}><button formaction=${text}>f</button></form>`,
  "an SVG link": (text) => html`<svg><a xlink:href=${text}><text>x</text></a></svg>`,
  "data for a script": (text) => jsonScript("data", { text }),
  "a command's argument": (text) =>
    html`<b phx-mounted=${js.setAttribute("title", text).addClass(text).dispatch("seen", { detail: { text } })}>b</b>`,
  "a command's event": (text) => html`<b phx-click=${js.push(ev.none, { text })}>b</b>`,
  "the text of a link": (text) => link({ href: "#x", rest: { "aria-label": text } }, text),
};
