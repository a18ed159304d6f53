// `node scripts/lock.mjs`: writes package-lock.json anew, in an empty directory. Beside installed packages npm leaves the
// binaries of other systems out of it, and `npm ci` refuses such a file.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "./setup.mjs";

const empty = mkdtempSync(join(tmpdir(), "livegate-lock-"));
const workspaces = ["packages", "apps"].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
);
for (const file of [".npmrc", ...[".", ...workspaces, "bench"].map((workspace) => join(workspace, "package.json"))]) {
  mkdirSync(dirname(join(empty, file)), { recursive: true });
  cpSync(join(root, file), join(empty, file));
}
const args = ["install", "--package-lock-only", "--ignore-scripts", "--loglevel=error"];
const { status } = spawnSync("npm", args, { cwd: empty, stdio: "inherit" });
if (status === 0) cpSync(join(empty, "package-lock.json"), join(root, "package-lock.json"));
rmSync(empty, { recursive: true });
process.exitCode = status ?? 1;
