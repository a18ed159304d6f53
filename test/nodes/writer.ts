import { ConformanceClient } from "../conformance/conformance-client.ts";
import type { JoinedView } from "../conformance/wire/joined-view.ts";

/** A page that writes notes one after the other, connects again when it is sent away, and remembers what was acknowledged. */
export class Writer {
  readonly #client: ConformanceClient;
  readonly #name: string;
  #over = false;
  readonly #done: Promise<void>;
  readonly acknowledged: string[] = [];
  /** How often the page had to connect again. */
  reconnects = -1;

  constructor(address: { readonly port: number; readonly origin: string }, name: string) {
    this.#client = new ConformanceClient(address);
    this.#name = name;
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#over = true;
    await this.#done;
    await this.#client.close();
  }

  async #run(): Promise<void> {
    while (!this.#over) {
      this.reconnects += 1;
      const view = await this.#client.visit("/").catch(() => null);
      if (view) await this.#write(view).catch(() => {});
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async #write(view: JoinedView): Promise<void> {
    // A page that is sent away gets no more answers: its writes are unknown, and it comes back with others.
    const away = view.socket.closed().then(() => "away" as const);
    for (let number = 0; !this.#over; number++) {
      const id = `${this.#name}-${this.reconnects}-${number}`;
      const answer = await Promise.race([view.click("write", { id }), away]);
      if (answer === "away") return;
      if (answer.status === "ok" && !JSON.stringify(answer.response).includes("lg:refused")) this.acknowledged.push(id);
    }
  }
}
