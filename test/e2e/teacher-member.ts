import assert from "node:assert/strict";
import type { APIRequestContext, Browser, BrowserContextOptions } from "playwright-core";
import { type Visitor, visit } from "./teacher-browser.ts";

export const ann = { email: "ann@example.com", password: "correct horse battery" };

/** Opens a window of somebody who is logged in: Ann, who registers where she isn't known yet. */
export async function visitAsMember(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const visitor = await visit(browser, url, options);
  const { request } = visitor.page.context();
  if (!(await submitted(request, "/users/log_in"))) assert.ok(await submitted(request, "/users/register"));
  return visitor;
}

/** Sends the form of a page as a browser without JavaScript would; whether it led somewhere else. */
async function submitted(request: APIRequestContext, path: string): Promise<boolean> {
  const page = await (await request.get(path)).text();
  const token = /name="_csrf_token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const form = { _csrf_token: token, "user[email]": ann.email, "user[password]": ann.password, by: "password" };
  return (await request.post(path, { form, maxRedirects: 0 })).status() === 303;
}
