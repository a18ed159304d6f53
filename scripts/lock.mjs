// `node scripts/lock.mjs`: writes package-lock.json anew, in an empty directory. Beside installed packages npm leaves the
// binaries of other systems out of it, and `npm ci` refuses such a file.
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const empty = mkdtempSync(join(tmpdir(), "livegate-lock-"));
for (const file of [
  "package.json",
  ".npmrc",
  ...globSync("{packages,apps}/*/package.json", { cwd: root }),
  "bench/package.json",
]) {
  mkdirSync(dirname(join(empty, file)), { recursive: true });
  cpSync(join(root, file), join(empty, file));
}
const { status } = spawnSync("npm", ["install", "--package-lock-only", "--loglevel=error"], {
  cwd: empty,
  stdio: "inherit",
});
if (status === 0) cpSync(join(empty, "package-lock.json"), join(root, "package-lock.json"));
rmSync(empty, { recursive: true });
process.exitCode = status ?? 1;
