import type { Clock } from "../clock/clock.ts";

interface Cookie {
  readonly value: string;
  /** Milliseconds since 1970; infinite for one that lasts as long as the browser. */
  readonly expires: number;
}

/** The cookies of one browser, for one host. They expire by the app's clock. */
export class CookieJar {
  readonly #clock: Clock;
  readonly #cookies = new Map<string, Cookie>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a `Set-Cookie` header, or what a script would assign to `document.cookie`. */
  put(setCookie: string): void {
    const [pair = "", ...attributes] = setCookie.split(";");
    const mark = pair.indexOf("=");
    const name = pair.slice(0, mark).trim();
    const expires = this.#expiry(attributes.map((attribute) => attribute.trim()));
    if (expires <= this.#clock.now()) this.#cookies.delete(name);
    else this.#cookies.set(name, { value: pair.slice(mark + 1).trim(), expires });
  }

  /** A cookie's value; null without one. */
  get(name: string): string | null {
    return this.#fresh().get(name)?.value ?? null;
  }

  delete(name: string): void {
    this.#cookies.delete(name);
  }

  clear(): void {
    this.#cookies.clear();
  }

  /** The `Cookie` header; null without any cookie. */
  get header(): string | null {
    const pairs = [...this.#fresh()].map(([name, { value }]) => `${name}=${value}`);
    return pairs.length === 0 ? null : pairs.join("; ");
  }

  #expiry(attributes: readonly string[]): number {
    const valueOf = (name: string) =>
      attributes.find((text) => text.toLowerCase().startsWith(`${name}=`))?.split("=")[1];
    const maxAge = valueOf("max-age");
    if (maxAge !== undefined) return this.#clock.now() + Number(maxAge) * 1000;
    const expires = valueOf("expires");
    return expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires);
  }

  #fresh(): ReadonlyMap<string, Cookie> {
    const now = this.#clock.now();
    for (const [name, { expires }] of this.#cookies) if (expires <= now) this.#cookies.delete(name);
    return this.#cookies;
  }
}
