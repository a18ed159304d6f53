import type { Html } from "../html/brand.ts";
import { html } from "../html/html.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The unit for what is at least so many milliseconds away, the largest first. */
const units = [
  { unit: "year", from: 365 * DAY, one: 365.25 * DAY },
  { unit: "month", from: 60 * DAY, one: 30.44 * DAY },
  { unit: "week", from: 14 * DAY, one: 7 * DAY },
  { unit: "day", from: DAY, one: DAY },
  { unit: "hour", from: HOUR, one: HOUR },
  { unit: "minute", from: MINUTE, one: MINUTE },
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/**
 * A moment as people say it, "3 minutes ago" or "in 2 days", with the exact one in UTC behind it: for machines in `datetime`,
 * for people in the title. It changes when the page is printed again.
 *
 * `at` and `now` are milliseconds since 1970. Less than a minute in either direction is "just now".
 *
 * @example
 * timeAgo({ at: Date.parse("2026-11-24T14:05:00Z"), now: Date.parse("2026-11-26T15:00:00Z") }) // <time …>2 days ago</time>
 */
export const timeAgo = ({ at, now }: { readonly at: number; readonly now: number }): Html =>
  html`<time datetime="${new Date(at).toISOString()}" title="${exact.format(at)} UTC">${saidFrom(at - now)}</time>`;

function saidFrom(ms: number): string {
  const found = units.find(({ from }) => Math.abs(ms) >= from);
  // Rounded towards now: what is said has passed, or is still to come, in full.
  return found
    ? relative.format(Math.max(1, Math.trunc(Math.abs(ms) / found.one)) * Math.sign(ms), found.unit)
    : "just now";
}
