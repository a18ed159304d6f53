import { LivegateError } from "../errors/livegate-error.ts";

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

interface Problem {
  readonly what: string;
  readonly remedy: string;
}

/** Reads settings from environment variables and collects what is wrong with them, to tell all of it at once. */
export class SettingsReader {
  readonly #env: Environment;
  readonly #problems: Problem[] = [];

  constructor(env: Environment) {
    this.#env = env;
  }

  /** A variable's text without white space around it; null where it is absent or empty. */
  text(name: string): string | null {
    return this.#env[name]?.trim() || null;
  }

  /** What stands between commas and white space. */
  list(name: string): readonly string[] {
    return (this.text(name) ?? "").split(/[\s,]+/).filter(Boolean);
  }

  /** One of some words. */
  choice<const Word extends string>(name: string, words: readonly [Word, ...Word[]], absent: Word): Word {
    const text = this.text(name) ?? absent;
    const word = words.find((candidate) => candidate === text);
    if (!word) this.refuse(`${name} is ${JSON.stringify(text)}, not one of ${words.join(", ")}.`, `${name}=${absent}`);
    return word ?? absent;
  }

  /** Notes a problem and how to mend it; `check` throws it with the others. */
  refuse(what: string, remedy: string): void {
    this.#problems.push({ what, remedy });
  }

  /** @throws LG_CONFIG that names every problem found so far, with lines to paste. */
  check(): void {
    const [first, ...more] = this.#problems;
    if (!first) return;
    const what =
      more.length === 0 ? first.what : `Some settings don't fit.\n\n${this.#lines(({ what: said }) => `- ${said}`)}`;
    throw new LivegateError(
      "LG_CONFIG",
      what,
      this.#lines(({ remedy }) => remedy),
    );
  }

  #lines(line: (problem: Problem) => string): string {
    return this.#problems.map(line).join("\n");
  }
}
