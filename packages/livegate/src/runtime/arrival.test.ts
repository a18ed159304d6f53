import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseJoin } from "../protocol/payloads.ts";
import { arrivalOf } from "./arrival.ts";

const assets = { hasAsset: (path: string): boolean => path === "/assets/app-2.js" };

/** What a join with this payload says of its page. */
function arrival(payload: object) {
  const join = parseJoin(payload, 100);
  assert.ok(join.ok);
  return arrivalOf(assets, join.value);
}

const params = (given: object) => ({ url: "http://shop.test/", params: given });

describe("an arrival", () => {
  it("is a load at the page's first join, and a reconnection at any later one", () => {
    assert.equal(arrival(params({ _mounts: 0 })).navigationType, "load");
    assert.equal(arrival(params({ _mounts: 1 })).navigationType, "reconnect");
  });

  it("is a navigation until the connection is lost", () => {
    const redirect = "http://shop.test/albums";
    assert.equal(arrival({ redirect, params: { _mounts: 0 } }).navigationType, "navigate");
    assert.equal(arrival({ redirect, params: { _mounts: 2 } }).navigationType, "reconnect");
  });

  it("has the app's own parameters, and none of the client's", () => {
    const { connectParams } = arrival(params({ timeZone: "Europe/Rome", _mounts: 0, _csrf_token: "secret" }));
    assert.deepEqual({ ...connectParams }, { timeZone: "Europe/Rome" });
  });

  it("knows whether one of the page's files was built anew", () => {
    const changed = (...urls: unknown[]) => arrival(params({ _track_static: urls })).staticChanged;
    assert.equal(changed(), false);
    assert.equal(changed("http://shop.test/assets/app-2.js?v=1"), false);
    assert.equal(changed("http://shop.test/assets/app-2.js", "http://shop.test/assets/app-1.js"), true);
    assert.equal(changed("no address"), true);
    assert.equal(changed(7, null), false);
  });
});
