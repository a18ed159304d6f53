import assert from "node:assert/strict";
import { test } from "node:test";
import { domFrom, parserWindow } from "./dom.ts";

test("without the package it is said what to install", async () => {
  await assert.rejects(
    domFrom(() => Promise.reject(new Error("Cannot find package 'jsdom'"))),
    {
      code: "LG_TEST_DOM",
      message: /Cannot find package 'jsdom'\n\n {4}npm install --save-dev jsdom/,
    },
  );
});

test("all pages of a process share one parser", async () => {
  assert.equal(await parserWindow(), await parserWindow());
});
