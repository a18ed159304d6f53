import { DatabaseUnavailable, type UnavailableReason } from "./database-unavailable.ts";

/** What PostgreSQL's codes mean for the app: a code, or the beginning of several. The first that fits counts. */
const REASONS: readonly (readonly [code: string, UnavailableReason])[] = [
  ["08", "unreachable"],
  ["25006", "readonly"],
  ["25P03", "slow"], // Idle in a transaction for too long.
  ["28", "refused"],
  ["3D000", "gone"],
  ["40001", "locked"], // Of two transactions that exclude each other, this one has to begin anew.
  ["40P01", "locked"], // A deadlock.
  ["53100", "full"],
  ["53", "overloaded"],
  ["55P03", "locked"],
  ["57014", "slow"],
  ["57P", "unreachable"],
  ["58", "failing"],
  ["XX001", "damaged"],
  ["XX002", "damaged"],
  ["E", "unreachable"], // ECONNREFUSED and the like come from the network; PostgreSQL's own begin otherwise.
];

/** Failures that `pg` tells in words alone. */
const WORDS: readonly (readonly [words: RegExp, UnavailableReason])[] = [
  [/^timeout exceeded when trying to connect/, "overloaded"],
  [
    /^(?:No answer came|Connection terminated|Client has encountered a connection error|Client was closed)/,
    "unreachable",
  ],
];

/** The same error as what it means for the app; errors that are a query's own stay as they are. */
export function postgresUnavailable(error: unknown): unknown {
  const reason = error instanceof Error ? reasonOf(error) : undefined;
  return reason ? new DatabaseUnavailable(reason, { cause: error }) : error;
}

function reasonOf(error: Error): UnavailableReason | undefined {
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  if (code !== null) return REASONS.find(([prefix]) => code.startsWith(prefix))?.[1];
  return WORDS.find(([words]) => words.test(error.message))?.[1];
}
