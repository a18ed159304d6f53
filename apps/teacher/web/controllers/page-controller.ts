import { html } from "livegate";

/** What the app is, for people who wonder. */
export const aboutPage = html`<article class="max-w-prose space-y-4 leading-relaxed">
  <h1 class="text-4xl sm:text-5xl">About</h1>
  <p class="text-lg">Teacher is a record shelf that several people keep together.</p>
  <p>
    Put an album on it, mend its year, take it away again: everybody who is looking sees the change at once, without
    loading the page anew. If the connection is lost for a moment, what you were typing stays.
  </p>
  <p class="muted">An album without a picture has a cover drawn from its number: always the same, and nobody’s property.</p>
</article>`;
