import assert from "node:assert/strict";
import type { APIRequestContext, Browser, BrowserContextOptions } from "playwright-core";
import { type Visitor, visit } from "./teacher-browser.ts";

/** Somebody who has an account, or gets one on their first visit. */
export interface Member {
  readonly email: string;
  readonly password: string;
}

export const ann: Member = { email: "ann@example.com", password: "correct horse battery" };
export const bob: Member = { email: "bob@example.com", password: "vier kleine Pferde" };

/** How a window is opened, and by whom. */
export interface MemberOptions extends BrowserContextOptions {
  readonly as?: Member;
}

/** Opens a window of somebody who is logged in, Ann unless it is said who; they register where they aren't known yet. */
export async function visitAsMember(
  browser: Browser,
  url: string,
  { as: member = ann, ...options }: MemberOptions = {},
): Promise<Visitor> {
  const visitor = await visit(browser, url, options);
  const { request } = visitor.page.context();
  for (const path of ["/users/log_in", "/users/register"]) if (await submitted(request, path, member)) return visitor;
  assert.fail(`${member.email} gets in neither by logging in nor by registering.`);
}

/** Sends the form of a page as a browser without JavaScript would; whether it led somewhere else. */
async function submitted(request: APIRequestContext, path: string, { email, password }: Member): Promise<boolean> {
  const page = await (await request.get(path)).text();
  const token = /name="_csrf_token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const form = { _csrf_token: token, "user[email]": email, "user[password]": password, by: "password" };
  return (await request.post(path, { form, maxRedirects: 0 })).status() === 303;
}
