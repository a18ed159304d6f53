import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { definePaths } from "../paths/define-paths.ts";
import { readFlash } from "../plug/flash-token.ts";
import { testContext } from "../plug/test-context.ts";
import { navigationReply, navigationTarget } from "./navigation-reply.ts";

const paths = definePaths({ album: "/albums/:id?tab" });
const to = paths.album({ id: "a/b" }, { tab: "songs" });
const context = testContext({ base: "/shop" });

describe("navigationReply", () => {
  it("opens another view with its history entry", () => {
    for (const [replace, kind] of [
      [false, "push"],
      [true, "replace"],
    ] as const) {
      const { event, payload } = navigationReply(context, { kind: "navigate", to, replace }, {});
      assert.deepEqual([event, JSON.parse(payload)], ["live_redirect", { to: "/shop/albums/a%2Fb?tab=songs", kind }]);
    }
  });

  it("leads to a full request by a redirect", () => {
    const { event, payload } = navigationReply(context, { kind: "redirect", to, replace: false }, {});
    assert.deepEqual([event, JSON.parse(payload)], ["redirect", { to: "/shop/albums/a%2Fb?tab=songs", status: 302 }]);
  });

  it("lets messages travel as a signed token", () => {
    for (const kind of ["navigate", "redirect"] as const) {
      const { payload } = navigationReply(context, { kind, to, replace: false }, { info: "Saved" });
      const { flash } = JSON.parse(payload) as { flash: string };
      assert.deepEqual({ ...readFlash(flash, context) }, { info: "Saved" });
      assert.match(flash, /^[\w.-]+$/, "the client puts it into a cookie");
    }
  });

  it("leads out of the app as it is", () => {
    const external = new URL("https://example.org/a?b#c");
    assert.equal(navigationTarget(context, { kind: "redirect", to: external, replace: false }), external.href);
  });
});
