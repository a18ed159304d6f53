#!/usr/bin/env -S node --max-semi-space-size=8
// The flag keeps a client at a third of the memory for next to no time: decisions/014-young-generation.md.
// In the workspace the sources run as they are; the published package holds what tsc made of them.
import { existsSync } from "node:fs";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 24) {
  console.error(
    `livegate needs Node 24 or newer, this is ${major}.${minor}. In a project run it through npm: npx livegate`,
  );
  process.exit(1);
}
const source = new URL("../src/main.ts", import.meta.url);
const { main } = await import(existsSync(source) ? source.href : new URL("../dist/main.js", import.meta.url).href);
await main(process.argv);
