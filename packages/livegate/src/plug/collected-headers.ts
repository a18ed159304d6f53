/** The headers that plugs want on an answer, kept until there is one. */
export class CollectedHeaders {
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
