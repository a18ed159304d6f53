import assert from "node:assert/strict";
import { test } from "node:test";
import {
  componentsMember,
  diffResponse,
  eventsMember,
  joinMembers,
  keyedMember,
  replyMember,
  sharedStaticsMember,
  staticsMember,
  streamMember,
  titleMember,
} from "./tree-members.ts";

const read = (members: string): unknown => JSON.parse(`{${members}}`);

test("what a diff is made of has the names that the client knows", () => {
  assert.deepEqual(read(staticsMember('["<b>","</b>"]')), { s: ["<b>", "</b>"] });
  assert.deepEqual(read(sharedStaticsMember('"0":["x"]')), { p: { 0: ["x"] } });
  assert.deepEqual(read(streamMember('"1",[],[]')), { stream: ["1", [], []] });
  assert.deepEqual(read(componentsMember('"1":{}')), { c: { 1: {} } });
  assert.deepEqual(read(eventsMember([["ping", { n: 1 }]])), { e: [["ping", { n: 1 }]] });
  assert.deepEqual(read(titleMember('"quoted"')), { t: '"quoted"' });
  assert.deepEqual(read(replyMember({ n: 1 })), { r: { n: 1 } });
});

test("a list says how many rows it has, also where none is sent, and whether any has moved", () => {
  assert.deepEqual(read(keyedMember("", 3)), { k: { kc: 3 } });
  assert.deepEqual(read(keyedMember('"0":1,"1":0,', 2, true)), { k: { 0: 1, 1: 0, kc: 2, km: true } });
});

test("what there is nothing of is left out", () => {
  assert.equal(eventsMember([]) + componentsMember("") + replyMember(null), "");
  assert.equal(joinMembers("", '"t":"x"'), '"t":"x"');
  assert.equal(joinMembers('"0":"a"', ""), '"0":"a"');
  assert.equal(joinMembers('"0":"a"', '"t":"x"'), '"0":"a","t":"x"');
});

test("a push that changed nothing is acknowledged by an empty response", () => {
  assert.deepEqual(JSON.parse(diffResponse("")), {});
  assert.deepEqual(JSON.parse(diffResponse('"0":"a"')), { diff: { 0: "a" } });
});
