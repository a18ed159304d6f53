import assert from "node:assert/strict";
import { test } from "node:test";
import { networkOf } from "./network.ts";

const networks: readonly (readonly [address: string, network: string])[] = [
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["", "unknown"],
  ["x", "unknown"],
];

for (const [address, network] of networks) {
  test(`"${address}" is in the network ${network}`, () => assert.equal(networkOf(address), network));
}

test("addresses of one customer are one network, however they are written", () => {
  assert.equal(networkOf("2001:db8:1:2::1"), networkOf("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  assert.notEqual(networkOf("2001:db8:1:2::1"), networkOf("2001:db8:1:3::1"));
});
