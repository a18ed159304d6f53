import type { PostgresCursor } from "kysely";

/** The connection that a cursor reads from. */
interface CursorClient {
  readonly isInTransaction: boolean;
  /** Whether the open transaction takes nothing but its end. */
  readonly hasFailed: boolean;
  query(sql: string, parameters: readonly unknown[]): Promise<{ readonly rows: unknown[] }>;
}

let count = 0;

/**
 * The rows of one query, some at a time: a cursor of the database's own, in a transaction of its own where none is open.
 * Kysely's streams read it.
 */
export class SqlCursor<Row> implements PostgresCursor<Row> {
  readonly #sql: string;
  readonly #parameters: readonly unknown[];
  readonly #name = `livegate_${(count += 1)}`;
  #client: CursorClient | null = null;
  #isOpen = false;
  #ownsTransaction = false;

  constructor(sql: string, parameters: readonly unknown[]) {
    this.#sql = sql;
    this.#parameters = parameters;
  }

  /** Reads on this connection from now on; done by the connection itself, before the first `read`. */
  on(client: CursorClient): this {
    this.#client = client;
    return this;
  }

  /** The next rows, as many as that or fewer; none at the end. */
  async read(rows: number): Promise<Row[]> {
    if (!this.#client) throw new Error("The cursor has no connection.");
    if (!this.#isOpen) await this.#open(this.#client);
    const { rows: fetched } = await this.#client.query(`fetch ${rows} from ${this.#name}`, []);
    return fetched as Row[]; // As the query that Kysely compiled says.
  }

  async close(): Promise<void> {
    if (!this.#client || !this.#isOpen) return;
    this.#isOpen = false;
    if (this.#ownsTransaction) await this.#client.query("commit", []);
    else if (!this.#client.hasFailed) await this.#client.query(`close ${this.#name}`, []);
  }

  async #open(client: CursorClient): Promise<void> {
    this.#ownsTransaction = !client.isInTransaction;
    this.#isOpen = true;
    if (this.#ownsTransaction) await client.query("begin", []);
    await client.query(`declare ${this.#name} no scroll cursor for ${this.#sql}`, this.#parameters);
  }
}
