import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { randomToken } from "../token/random-token.ts";

/** Bytes of a secret; as text they are longer than the 64 characters asked for. */
const SECRET_BYTES = 64;

/**
 * A secret of this app on this machine, made once and kept in `.livegate/secret` so that sessions outlive a restart. Only
 * its owner may read the file, and git is to ignore it.
 */
export function developmentSecret(appDir: string): string {
  const file = join(appDir, ".livegate", "secret");
  mkdirSync(dirname(file), { recursive: true });
  try {
    // "wx": of two processes that start at once the first one's secret holds.
    writeFileSync(file, freshSecret(), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(file, "utf8").trim();
}

/** A secret that was never used. */
export const freshSecret = (): string => randomToken(SECRET_BYTES);
