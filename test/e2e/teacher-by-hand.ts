import assert from "node:assert/strict";
import { ConformanceClient } from "../conformance/conformance-client.ts";
import { type Page, csrfTokenOf } from "../conformance/wire/page.ts";
import type { TeacherServer } from "./teacher-server.ts";

/** A browser that speaks the protocol by hand to a server. */
export const clientOf = ({ url }: TeacherServer): ConformanceClient =>
  new ConformanceClient({ port: Number(new URL(url).port), origin: url });

/** Another browser that has the same cookies. */
export function copyOf({ address, cookies }: ConformanceClient): ConformanceClient {
  const copy = new ConformanceClient(address);
  for (const [name, value] of cookies) copy.cookies.set(name, value);
  return copy;
}

/** What a page's script hands over when it connects. */
export const csrfOf = (page: Page) => ({ csrfToken: csrfTokenOf(page) });

/** Sends a form to `path` as a page at `from` would. */
export async function submit(
  client: ConformanceClient,
  path: string,
  { from, fields }: { readonly from: string; readonly fields: Readonly<Record<string, string>> },
): Promise<Page> {
  const token = csrfTokenOf(await client.get(from));
  return client.post(path, { _csrf_token: token, ...fields }, { origin: client.address.origin });
}

/** Logs somebody in, and opens an album's page without joining it. */
export async function loggedIn(
  server: TeacherServer,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<{ readonly client: ConformanceClient; readonly page: Page }> {
  const client = clientOf(server);
  const fields = { "user[email]": email, "user[password]": password, by: "password" };
  assert.equal((await submit(client, "/users/log_in", { from: "/users/log_in", fields })).status, 303);
  const page = await client.get("/albums/1");
  assert.equal(page.status, 200);
  return { client, page };
}
