import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { clientOf, proxyList } from "./client-address.ts";
import { testContext } from "./test-context.ts";

const context = testContext({ trustedProxies: ["10.0.0.0/8", "::1", "192.168.1.7"] });

const address = (remoteAddress: string, forwardedFor: string | null, within = context): string =>
  clientOf({ remoteAddress, forwardedFor, forwardedProto: null }, within).address;

describe("clientOf", () => {
  test("takes the peer where no proxy is trusted, whatever the headers say", () => {
    assert.equal(address("10.0.0.1", "1.2.3.4", testContext()), "10.0.0.1");
    assert.equal(address("9.9.9.9", "1.2.3.4"), "9.9.9.9");
  });

  test("takes the last address that isn't a trusted proxy", () => {
    const table: readonly (readonly [string, string])[] = [
      ["1.2.3.4", "1.2.3.4"],
      ["6.6.6.6, 1.2.3.4", "1.2.3.4"],
      ["6.6.6.6, 1.2.3.4, 10.0.0.9", "1.2.3.4"],
      ["1.2.3.4:5678", "1.2.3.4"],
      ["[2001:db8::1]:5678", "2001:db8::1"],
      ["2001:db8::1", "2001:db8::1"],
      ["10.0.0.5, 10.0.0.6", "10.0.0.5"],
    ];
    for (const [header, client] of table) assert.equal(address("10.0.0.1", header), client, header);
    assert.equal(address("::1", "1.2.3.4"), "1.2.3.4");
    assert.equal(address("::ffff:10.0.0.1", "1.2.3.4"), "1.2.3.4");
  });

  test("stops at what it can't read", () => {
    for (const header of ["", "unknown", "1.2.3.4, unknown", "' or 1=1", "1.2.3.4,"]) {
      assert.equal(address("10.0.0.1", header), "10.0.0.1", header);
    }
  });

  test("believes the protocol of a trusted proxy only", () => {
    const secure = (remoteAddress: string, forwardedProto: string) =>
      clientOf({ remoteAddress, forwardedFor: null, forwardedProto }, context).secure;
    assert.equal(secure("10.0.0.1", "https"), true);
    assert.equal(secure("10.0.0.1", "https, http"), false);
    assert.equal(secure("9.9.9.9", "https"), null);
  });
});

describe("proxyList", () => {
  test("refuses what is neither an address nor a network", () => {
    for (const wrong of ["", "proxy", "10.0.0.0/33", "10.0.0.0/x", "::/129", "10.0.0"]) {
      assert.throws(() => proxyList([wrong]), { code: "LG_CONFIG" });
    }
  });
});
