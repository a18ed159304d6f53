import assert from "node:assert/strict";
import { test } from "node:test";
import { stackFrames } from "./stack-frames.ts";

const stack = `TypeError: Cannot read properties of undefined (reading 'title')
and a message of two lines
    at render (file:///shop/web/live/album%20list.ts:12:34)
    at LiveInstance.printTree (file:///packages/livegate/src/runtime/live-instance.ts:1:2)
    at async file:///shop/node_modules/hono/dist/compose.js:35:17
    at new Album (/shop/domain/album.ts:7:1)
    at node:internal/process/task_queues:105:5
    at Array.map (<anonymous>)`;

test("frames have a file and a line; those without a file are left out", () => {
  const frames = stackFrames(stack, "/packages/livegate/src/");
  assert.deepEqual(
    frames.map(({ file, line }) => `${file}:${line}`),
    [
      "/shop/web/live/album list.ts:12",
      "/packages/livegate/src/runtime/live-instance.ts:1",
      "/shop/node_modules/hono/dist/compose.js:35",
      "/shop/domain/album.ts:7",
    ],
  );
});

test("only what is neither a package's nor Livegate's is the app's own", () => {
  const frames = stackFrames(stack, "/packages/livegate/src/");
  assert.deepEqual(
    frames.map(({ isOwn }) => isOwn),
    [true, false, false, true],
  );
});
