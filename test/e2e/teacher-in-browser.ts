import { after } from "node:test";
import type { Browser } from "playwright-core";
import { type Visitor, launchBrowser } from "./teacher-browser.ts";
import { type MemberOptions, visitAsMember } from "./teacher-member.ts";
import { type TeacherServer, startTeacher } from "./teacher-server.ts";

/** Teacher with a browser in front of it. */
export interface TeacherInBrowser {
  readonly browser: Browser;
  readonly teacher: TeacherServer;
  /** Opens a window of somebody who is logged in, Ann unless it is said who. */
  readonly visitMember: (options?: MemberOptions) => Promise<Visitor>;
}

/** Starts both for the tests of a file; they end with them. */
export async function teacherInBrowser(): Promise<TeacherInBrowser> {
  const teacher = await startTeacher();
  after(() => teacher.close());
  const browser = await launchBrowser();
  after(() => browser.close());
  return { browser, teacher, visitMember: (options) => visitAsMember(browser, teacher.url, options) };
}
