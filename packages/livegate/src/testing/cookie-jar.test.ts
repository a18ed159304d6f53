import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "../clock/manual-clock.ts";
import { CookieJar } from "./cookie-jar.ts";

test("cookies are kept by name and sent together; the last one of a name holds", () => {
  const jar = new CookieJar(manualClock());
  assert.equal(jar.header, null);
  jar.put("a=1; Path=/; HttpOnly");
  jar.put("b=x=y");
  jar.put("a=2; SameSite=Lax");
  assert.deepEqual([jar.header, jar.get("b"), jar.get("c")], ["a=2; b=x=y", "x=y", null]);
});

test("a cookie expires by the clock that was handed in", () => {
  const clock = manualClock(0);
  const jar = new CookieJar(clock);
  jar.put("short=1; Max-Age=60");
  jar.put(`long=1; Expires=${new Date(120_000).toUTCString()}`);
  jar.put("session=1");
  clock.advance(59_999);
  assert.equal(jar.header, "short=1; long=1; session=1");
  clock.advance(1);
  assert.equal(jar.header, "long=1; session=1");
  clock.advance(60_000);
  assert.equal(jar.header, "session=1");
});

test("a cookie that has expired already, a deletion and a clearing take it away", () => {
  const jar = new CookieJar(manualClock());
  for (const name of ["a", "b", "c"]) jar.put(`${name}=1`);
  jar.put("a=; Max-Age=0");
  jar.delete("b");
  assert.equal(jar.header, "c=1");
  jar.clear();
  assert.equal(jar.header, null);
});
