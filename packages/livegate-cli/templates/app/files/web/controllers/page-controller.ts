import { html } from "livegate";

/** The first page of a new app, to be replaced by one of its own. */
export const homePage = html`<article class="max-w-prose space-y-5 leading-relaxed">
  <h1 class="text-4xl font-semibold tracking-tight sm:text-5xl">It runs.</h1>
  <p class="text-lg">This page is <code>web/controllers/page-controller.ts</code>. A list of something, with its own pages, form, table and tests, is one command away:</p>
  <pre class="overflow-x-auto rounded-box bg-base-200 p-4 text-sm"><code>npx livegate gen live Catalog Album albums title:string year:integer</code></pre>
  <p class="text-base-content/70">Each save restarts the app, and open pages come back by themselves.</p>
</article>`;
