import type { PubSubAdapter } from "./adapter.ts";

interface Connected {
  readonly heard: (text: string) => void;
  readonly lost: (why: unknown) => void;
}

/** A server of the tests' own, between nodes of one process: it delivers at once, and does what it is told to do wrong. */
export class MemoryServer {
  readonly #connected = new Set<Connected>();
  /** Texts aren't taken, and nobody gets in. */
  isDown = false;
  /** Texts are taken and not handed on. */
  isDeaf = false;
  /** Nodes whose processes are as good as killed. */
  readonly #dead = new Set<string>();

  adapter(): PubSubAdapter {
    return {
      place: "memory",
      open: async (heard, lost) => {
        if (this.isDown) throw new Error("down");
        const connected = { heard, lost };
        this.#connected.add(connected);
        return {
          publish: async (text) => {
            if (!this.#connected.has(connected)) throw new Error("cut");
            this.say(text);
          },
          close: async () => void this.#connected.delete(connected),
        };
      },
    };
  }

  /** Says a text to all who listen, as another node would. */
  say(text: string): void {
    if (!this.isDeaf && ![...this.#dead].some((node) => text.includes(node)))
      for (const { heard } of this.#connected) heard(text);
  }

  /** From now on nothing comes of a node, as if its process had been killed. */
  forget(node: string): void {
    this.#dead.add(node);
  }

  revive(node: string): void {
    this.#dead.delete(node);
  }

  /** Cuts connections, the first ones first; all of them unless told how many. */
  cut(count = Number.POSITIVE_INFINITY): void {
    for (const connected of [...this.#connected].slice(0, count)) {
      this.#connected.delete(connected);
      connected.lost(new Error("cut"));
    }
  }
}
