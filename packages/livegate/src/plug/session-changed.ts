import type { Context } from "hono";
import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";
import { answerPage } from "./answer-page.ts";
import { csrfTokenOf } from "./fetch-session.ts";
import { isSecretName } from "./redact.ts";
import type { PlugEnv } from "./plug-env.ts";
import { readForm } from "./read-form.ts";

const TITLE = "Your session has changed";

/**
 * Answers a form whose CSRF token isn't this session's: a page that says so, in the app's root layout where there is one.
 *
 * A form of ours — its session ended, or was left in another tab — can be sent again with what was typed. One that came
 * from a foreign page shows nothing to press: a visitor must not be talked into sending it.
 */
export async function answerSessionChanged(c: Context<PlugEnv>): Promise<Response> {
  const inner = html`<main>
<h1>${TITLE}</h1>
<p>You logged in or out in another tab, or were away for long, so what you sent was not carried out.</p>
${isOurs(c) ? await sendAgain(c) : null}
<p><a href=${`${c.env.endpoint.base}/`}>Go to the start page</a></p>
</main>`;
  return answerPage(c, { status: 403, title: TITLE, inner });
}

/** Browsers say where a form comes from; pages can't forge it. */
const isOurs = (c: Context<PlugEnv>): boolean =>
  c.req.header("origin") === c.env.endpoint.url.origin || c.req.header("sec-fetch-site") === "same-origin";

async function sendAgain(c: Context<PlugEnv>): Promise<Html | null> {
  const form = await readForm(c);
  if (!form.ok) return null;
  const { pathname, search } = new URL(c.req.url);
  const fields = [...new URLSearchParams(form.text)].map(([name, value]) => field(name, value));
  return html`<form method="post" action=${pathname + search}>
<p>Nothing that you typed is lost, passwords excepted. Look it over and send it again.</p>
<input type="hidden" name="_csrf_token" value=${csrfTokenOf(c)}>
${fields}
<p><button>Send again</button></p>
</form>`;
}

function field(name: string, value: string): Html | null {
  if (name === "_csrf_token" || name.includes("_unused_")) return null;
  if (name === "_method") return html`<input type="hidden" name=${name} value=${value}>`;
  if (isSecretName(name)) return html`<p><label>${name}<br><input type="password" name=${name}></label></p>`;
  return html`<p><label>${name}<br><textarea name=${name}>
${value}</textarea></label></p>`;
}
