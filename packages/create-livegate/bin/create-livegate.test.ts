import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

test("npm create livegate makes what livegate new makes", async () => {
  const program = join(import.meta.dirname, "create-livegate.js");
  const { stdout } = await promisify(execFile)(process.execPath, [program, "my-shop", "--json", "--dry-run"], {
    cwd: tmpdir(),
  });
  const { generator, args, written } = JSON.parse(stdout);
  assert.deepEqual({ generator, args, written }, { generator: "new", args: ["my-shop"], written: false });
});
