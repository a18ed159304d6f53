import assert from "node:assert/strict";
import { test } from "node:test";
import { addConnectParams } from "./add-connect-params.ts";
import { edited, refusal } from "./edited.fixture.ts";

const params = addConnectParams("heldSheet");

test("they go in with what the page keeps, or stand alone", () => {
  assert.equal(
    edited("sleepWhenHidden(connect({ hooks, params: keepState() }));", params),
    "sleepWhenHidden(connect({ hooks, params: keepState(heldSheet) }));",
  );
  assert.equal(edited("connect({ hooks });", params), "connect({ hooks, params: heldSheet });");
  assert.equal(edited("connect();", params), "connect({ params: heldSheet });");
});

test("what is there in whatever way stays", () => {
  const own = "connect({ params: () => ({ ...heldSheet(), timeZone }) });";
  assert.equal(edited(own, params), own);
});

test("parameters of the author's own are theirs to write", () => {
  assert.match(refusal("connect({ params: () => ({ timeZone }) });", params), /its params is/);
  assert.match(refusal("connect({ params: keepState(own) });", params), /its params is/);
});
