import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

async function gzippedSize(script: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    minify: true,
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

test("a page's script is at most 48 kB compressed, and what we add to the stock client 1.6 kB", async () => {
  const whole = await gzippedSize('import { connect } from "livegate/client"; connect();');
  const stock = await gzippedSize(
    'import { Socket } from "phoenix"; import { LiveSocket } from "phoenix_live_view"; new LiveSocket("/live", Socket).connect();',
  );
  assert.ok(whole <= 48_000, `${whole} bytes`);
  assert.ok(whole - stock <= 1_600, `${whole - stock} bytes of ours`);
});
