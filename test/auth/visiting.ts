import assert from "node:assert/strict";
import type { ConformanceClient } from "../conformance/conformance-client.ts";
import { type Page, csrfTokenOf } from "../conformance/wire/page.ts";
import type { SampleApp } from "./sample-app/sample-app.ts";

export const password = "vier kleine Pferde";
export const otherPassword = "fünf große Kamele";

/** Sends a form of the page at `from`, with its CSRF token. */
export async function submit(
  client: ConformanceClient,
  path: string,
  fields: Readonly<Record<string, string>>,
  { from = path, token }: { readonly from?: string; readonly token?: string } = {},
): Promise<Page> {
  const csrf = token ?? csrfTokenOf(await client.get(from));
  return client.post(path, { _csrf_token: csrf, ...fields }, { origin: client.address.origin });
}

/** Registers an address in a browser of its own, and leaves it logged in. */
export async function registered(app: SampleApp, email = "ada@example.com"): Promise<ConformanceClient> {
  const client = app.client();
  const page = await submit(client, "/users/register", { "user[email]": email, "user[password]": password });
  assert.deepEqual([page.status, page.headers.get("location")], [303, "/"], page.body);
  return client;
}

export const logIn = (client: ConformanceClient, fields: Readonly<Record<string, string>> = {}): Promise<Page> =>
  submit(client, "/users/log_in", { "user[email]": "ada@example.com", "user[password]": password, ...fields });

export const logOut = (client: ConformanceClient): Promise<Page> =>
  submit(client, "/users/log_out", { _method: "delete" });

/** What the audit says in few words. */
export async function audited({ db }: SampleApp): Promise<readonly string[]> {
  const rows = await db.selectFrom("users_audit").selectAll().orderBy("at").execute();
  return rows.map(({ action, reason }) => (reason === null ? action : `${action}: ${reason}`));
}

/** A browser with the same cookies, as a thief of them would have. */
export function copyOf(app: SampleApp, client: ConformanceClient): ConformanceClient {
  const copy = app.client();
  for (const [name, value] of client.cookies) copy.cookies.set(name, value);
  return copy;
}

/** A socket of a page that the client has open. */
export const connected = async (client: ConformanceClient, page: Page) =>
  client.connect({ csrfToken: csrfTokenOf(page) });
