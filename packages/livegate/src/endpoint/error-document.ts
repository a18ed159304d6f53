import type { Html } from "../html/brand.ts";

/** What each status is in plain words, and what to do about it. */
export const errorTexts = {
  400: ["That request made no sense", "Check the address, or go back and try again."],
  403: ["You may not see this page", "If you think that you should, ask whoever runs this site."],
  404: ["There is no such page", "The address may be mistyped, or what stood here has been removed."],
  413: ["That was too large", "Send less at once."],
  415: ["That kind of content is not understood here", "Send it as a form."],
  421: ["This server does not answer for that host", "Use the address under which the site is published."],
  429: ["That was too often", "Wait a little, then try again."],
  500: ["Something went wrong on our side", "It has been written down. Try again in a moment."],
  503: ["The service is busy or not ready", "Nothing was changed. Try again in a moment."],
} as const satisfies Readonly<Record<number, readonly [title: string, advice: string]>>;

/** Statuses that have a page of their own. */
export type ErrorStatus = keyof typeof errorTexts;

export const isErrorStatus = (status: number): status is ErrorStatus => status in errorTexts;

/** What an error's document is made of. */
export interface ErrorDocumentProps {
  readonly status: ErrorStatus;
  /** What happened, in plain words. */
  readonly title: string;
  /** What to do about it. */
  readonly advice: string;
  /** By which the error is found in the log; null where nothing was written under one. */
  readonly requestId: string | null;
  readonly nonce: string;
  readonly base: string;
  /** The address of a built file: "/assets/app.css" → "/assets/app-3f2a.css". */
  asset(path: string): string;
}

/** An app's own document for error pages. No session is at hand: the error may have come before it. */
export type ErrorDocument = (props: ErrorDocumentProps) => Html;
