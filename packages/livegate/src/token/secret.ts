import { inspect } from "node:util";

/**
 * A value that prints as "[secret]" wherever it is logged, inspected, put into a template or into JSON.
 *
 * @example
 * const secret = new Secret(process.env.SECRET_KEY_BASE ?? "");
 * `${secret}`; // "[secret]"
 * secret.reveal(); // the value
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself; hand it on, never keep or print it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}
