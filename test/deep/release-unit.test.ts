import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { genRelease } from "../../packages/livegate-cli/src/generators/gen-release.ts";

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
const skip = !hasSystemd && "systemd-analyze is missing";

const { files } = genRelease({ read: () => '{"name":"teacher"}', filesIn: () => [], now: new Date(0) });
const unit = files.find(({ path }) => path === "deploy/teacher.service")?.text ?? "";

test("systemd finds nothing wrong with the generated unit, and would", { skip }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "livegate-unit-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const complaints = async (text: string): Promise<string> => {
    const file = join(folder, "teacher.service");
    // Where Node is differs; that there is something is looked at too.
    await writeFile(file, text.replaceAll("/usr/bin/node", process.execPath));
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", file], { encoding: "utf8" });
    return status === 0 ? stderr : `${status}: ${stderr}`;
  };
  assert.equal(await complaints(unit), "");
  assert.match(await complaints(unit.replace("ProtectHome=", "ProtectHouse=")), /ProtectHouse/);
});
