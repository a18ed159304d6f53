import type { Context } from "hono";
import type { PlugEnv } from "./plug-env.ts";

/** The headers that plugs want on an answer, kept until there is one. */
export class PageHeaders {
  #values: Record<string, string> = {};
  #cookies: string[] = [];

  /** Sets a header, by its name in lower case. One that the handler sets itself holds instead. */
  put(name: string, value: string): void {
    this.#values[name] = value;
  }

  /** Adds a `Set-Cookie` line. */
  addCookie(line: string): void {
    this.#cookies.push(line);
  }

  /** All headers at once, for a response that is being built; nothing is left to be set on it. */
  take(): Record<string, string> | Headers {
    const [values, cookies] = [this.#values, this.#cookies];
    this.#values = {};
    this.#cookies = [];
    if (cookies.length === 0) return values;
    if (cookies.length === 1) return { ...values, "set-cookie": cookies.join() };
    const headers = new Headers(values);
    for (const line of cookies) headers.append("set-cookie", line);
    return headers;
  }

  /** Sets what is left on a response that somebody else built. */
  settle(headers: Headers): void {
    for (const name of Object.keys(this.#values)) {
      if (!headers.has(name)) headers.set(name, this.#values[name]!); // One of its own names.
    }
    for (const line of this.#cookies) headers.append("set-cookie", line);
    this.#values = {};
    this.#cookies = [];
  }

  get isEmpty(): boolean {
    return this.#cookies.length === 0 && Object.keys(this.#values).length === 0;
  }
}

/**
 * The headers of this answer, for plugs to put theirs in. A plug that does so calls `settleHeaders` after `next()`.
 *
 * Hono's own `c.header` costs a page more than all else that plugs do, and is lost where a handler returns a `Response`.
 */
export function pageHeaders(c: Context<PlugEnv>): PageHeaders {
  const known: PageHeaders | undefined = c.get("pageHeaders");
  if (known) return known;
  const headers = new PageHeaders();
  c.set("pageHeaders", headers);
  return headers;
}

/** Sets the headers that aren't on the answer yet. */
export function settleHeaders(c: Context<PlugEnv>): void {
  const pending = pageHeaders(c);
  if (pending.isEmpty) return;
  // What fetch() gave is immutable: a copy isn't.
  if (isImmutable(c.res.headers)) c.res = new Response(c.res.body, c.res);
  pending.settle(c.res.headers);
}

function isImmutable(headers: Headers): boolean {
  try {
    headers.delete("x-livegate-none");
    return false;
  } catch {
    return true;
  }
}

/** Answers with a page and all headers that plugs have put. Cheaper than `c.html`, which needs them set afterwards. */
export function answerHtml(c: Context<PlugEnv>, page: string, status = 200): Response {
  pageHeaders(c).put("content-type", "text/html; charset=UTF-8");
  return new Response(page, { status, headers: pageHeaders(c).take() });
}
