import assert from "node:assert/strict";
import { test } from "node:test";
import { wantsJson } from "./wants-json.ts";

test("JSON is wanted where it is named, and preferred to a page", () => {
  for (const accept of [
    "application/json",
    "application/json, text/plain, */*",
    "application/problem+json",
    "text/html;q=0.5, application/json",
    "APPLICATION/JSON; charset=utf-8",
  ]) {
    assert.equal(wantsJson(accept), true, accept);
  }
});

test("all others get a page: browsers, those who take anything, those who refuse JSON, and nonsense", () => {
  for (const accept of [
    null,
    "",
    "*/*",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/html, application/json",
    "text/html, application/json;q=0.9",
    "application/json;q=0",
    ";,;q=1,,",
  ]) {
    assert.equal(wantsJson(accept), false, String(accept));
  }
});
