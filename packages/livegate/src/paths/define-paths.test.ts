import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LivegateError } from "../errors/livegate-error.ts";
import { definePaths } from "./define-paths.ts";
import { isPath } from "./path.ts";

const paths = definePaths({
  home: "/?q&sort",
  albums: "/albums?page",
  album: "/albums/:id?tab",
  track: "/albums/:id/tracks/:track",
});

describe("a path", () => {
  test("is printed with its parameters and query", () => {
    assert.equal(String(paths.home()), "/");
    assert.equal(String(paths.home({ q: "blue", sort: "year" })), "/?q=blue&sort=year");
    assert.equal(String(paths.album({ id: 1 })), "/albums/1");
    assert.equal(String(paths.album({ id: 1 }, { tab: "a" })), "/albums/1?tab=a");
    assert.equal(String(paths.track({ id: 1, track: "x" })), "/albums/1/tracks/x");
  });

  test("encodes what it is given", () => {
    assert.equal(
      String(paths.album({ id: "a/b?c#d é" }, { tab: "x&y=z" })),
      "/albums/a%2Fb%3Fc%23d%20%C3%A9?tab=x%26y%3Dz",
    );
    assert.equal(String(paths.home({ q: "\ud800" })), "/?q=%EF%BF%BD");
  });

  test("leaves out null, undefined and false, and keeps zero, true and the empty string", () => {
    assert.equal(String(paths.home({ q: null, sort: undefined })), "/");
    assert.equal(String(paths.home({ q: false, sort: true })), "/?sort=true");
    assert.equal(String(paths.home({ q: 0, sort: "" })), "/?q=0&sort=");
  });

  test("takes the base when it is printed", () => {
    assert.equal(paths.album({ id: 1 }).href("/shop"), "/shop/albums/1");
    assert.equal(paths.album({ id: 1 }).href(""), "/albums/1");
  });

  test("is told from everything else", () => {
    assert.equal(isPath(paths.home()), true);
    for (const other of ["/", null, undefined, {}, new URL("http://a.test/")]) assert.equal(isPath(other), false);
  });

  test("does not take names of a prototype for values", () => {
    const inherited = definePaths({ odd: "/odd?toString&constructor" });
    assert.equal(String(inherited.odd()), "/odd");
  });
});

describe("a path's function", () => {
  test("knows its pattern", () => {
    assert.equal(paths.album.pattern, "/albums/:id?tab");
  });

  test("refuses a parameter that would lead elsewhere", () => {
    for (const id of ["", ".", ".."]) {
      assert.throws(() => paths.album({ id }), { name: "LivegateError", code: "LG_PATH_PARAM" });
    }
    // @ts-expect-error a parameter is missing
    assert.throws(() => paths.album(), { code: "LG_PATH_PARAM" });
    // @ts-expect-error a parameter of another name
    assert.throws(() => paths.album({ ide: 1 }), { code: "LG_PATH_PARAM" });
  });

  test("has types that refuse what the pattern lacks", () => {
    // @ts-expect-error the query has no such name
    assert.equal(String(paths.albums({ qq: 1 })), "/albums");
    // @ts-expect-error the query of a path without parameters comes first
    paths.home({}, {});
  });
});

describe("definePaths", () => {
  for (const pattern of [
    "//evil.test",
    "/a//b",
    "/a/",
    "/a b",
    "/:",
    "/:1",
    "/:id/:id",
    "/*",
    "/:id{\\d+}",
    "/a/../b",
    "/?",
    "/a?b&&c",
  ]) {
    test(`refuses the pattern ${pattern}`, () => {
      assert.throws(
        () => definePaths({ bad: pattern as `/${string}` }),
        (error: unknown) => {
          assert(error instanceof LivegateError);
          assert.equal(error.code, "LG_PATH_PATTERN");
          assert(error.message.includes(`"${pattern}"`));
          return true;
        },
      );
    });
  }
});
