import assert from "node:assert/strict";
import { test } from "node:test";
import { attribute, print, tags } from "./print.fixture.ts";
import { timeAgo } from "./time-ago.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const now = Date.parse("2026-11-26T15:00:00Z");

const said = (ago: number): string => print(timeAgo({ at: now - ago, now })).replaceAll(/<[^>]+>/g, "");

const spans: readonly (readonly [ago: number, words: string])[] = [
  [0, "just now"],
  [MINUTE - 1, "just now"],
  [MINUTE, "1 minute ago"],
  [HOUR - 1, "59 minutes ago"],
  [HOUR, "1 hour ago"],
  [DAY - 1, "23 hours ago"],
  [DAY, "1 day ago"],
  [14 * DAY - 1, "13 days ago"],
  [14 * DAY, "2 weeks ago"],
  [60 * DAY - 1, "8 weeks ago"],
  [60 * DAY, "1 month ago"],
  [364 * DAY, "11 months ago"],
  [365 * DAY, "1 year ago"],
  [800 * DAY, "2 years ago"],
  [-30 * SECOND, "just now"],
  [-90 * SECOND, "in 1 minute"],
  [-3 * DAY, "in 3 days"],
];
for (const [ago, words] of spans) {
  test(`a moment that is ${ago / SECOND} seconds away is “${words}”`, () => assert.equal(said(ago), words));
}

test("the exact moment stands behind it, in UTC", () => {
  const [tag = ""] = tags(print(timeAgo({ at: now - 3 * DAY, now })), "time");
  assert.equal(attribute(tag, "datetime"), "2026-11-23T15:00:00.000Z");
  assert.match(attribute(tag, "title") ?? "", /^23 November 2026.* 15:00 UTC$/);
});
