import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { keyring } from "./keyring.ts";
import { Secret } from "./secret.ts";
import type { Json } from "./token-text.ts";

const oldSecret = new Secret("old ".repeat(8));
const newSecret = new Secret("new ".repeat(8));
const keys = keyring([newSecret]);
const now = Date.UTC(2026, 0, 1);
const age = { now, maxAge: 60 };
const invalid = { ok: false, reason: "invalid" };

const kinds = [
  { make: "sign", read: "verify" },
  { make: "seal", read: "open" },
] as const;

for (const { make, read } of kinds) {
  describe(`a token made by ${make}`, () => {
    test("gives back what was put in, and when", () => {
      const values: readonly Json[] = ["", "ä\ud83d\ude00", 0, true, null, [1, [2]], { a: { b: ["c"] } }];
      for (const value of values) {
        assert.deepEqual(keys[read]("p", keys[make]("p", value, now), age), { ok: true, value, issuedAt: now });
      }
    });

    test("can stand in a cookie, a URL and an attribute", () => {
      assert.match(keys[make]("p", { text: 'ä;, =+/"<' }, now), /^[\w.-]+$/);
    });

    test("is expired from its maximum age on", () => {
      const token = keys[make]("p", 1, now);
      assert.equal(keys[read]("p", token, { now: now + 59_999, maxAge: 60 }).ok, true);
      assert.deepEqual(keys[read]("p", token, { now: now + 60_000, maxAge: 60 }), { ok: false, reason: "expired" });
    });

    test("is good before a clock that was set back says that it was made, for as long as after that, and no longer", () => {
      const madeLater = (ms: number, maxAge: number) => keys[read]("p", keys[make]("p", 1, now + ms), { now, maxAge });
      assert.equal(madeLater(3_600_000, 3_600).ok, true);
      assert.deepEqual(madeLater(3_600_001, 3_600), invalid);
      assert.equal(madeLater(60_000, 1).ok, true, "clocks of several nodes differ a little");
      assert.deepEqual(madeLater(60_001, 1), invalid);
    });

    test("is good for one purpose only", () => {
      assert.deepEqual(keys[read]("q", keys[make]("p", 1, now), age), invalid);
    });

    test("is good under its own secret only", () => {
      assert.deepEqual(keyring([oldSecret])[read]("p", keys[make]("p", 1, now), age), invalid);
    });

    test("stays good while its secret is still listed", () => {
      const rotated = keyring([newSecret, oldSecret]);
      const token = keyring([oldSecret])[make]("p", 1, now);
      assert.equal(rotated[read]("p", token, age).ok, true);
      assert.equal(keys[read]("p", rotated[make]("p", 2, now), age).ok, true, "the first secret makes new ones");
    });

    test("is invalid with any one character changed, added or left out", () => {
      const token = keys[make]("p", { id: 1 }, now);
      for (let at = 0; at < token.length; at++) {
        const other = token[at] === "A" ? "B" : "A";
        assert.deepEqual(keys[read]("p", token.slice(0, at) + other + token.slice(at + 1), age), invalid, `at ${at}`);
        assert.deepEqual(keys[read]("p", token.slice(0, at) + token.slice(at + 1), age), invalid, `without ${at}`);
      }
      assert.deepEqual(keys[read]("p", `${token}AAAA`, age), invalid);
    });

    test("can't say itself how it was signed, or that it wasn't", () => {
      const token = keys[make]("p", { id: 1 }, now);
      const [body = ""] = token.split(".");
      for (const header of ['{"alg":"none"}', '{"alg":"HS256","kid":"/dev/null"}', '{"jku":"https://evil.example"}']) {
        const encoded = Buffer.from(header).toString("base64url");
        for (const forged of [
          `${encoded}.${body}.`,
          `${encoded}.${token}`,
          `${body}.`,
          body === token ? encoded : body,
        ])
          assert.deepEqual(keys[read]("p", forged, age), invalid, forged);
      }
    });

    test("is never made larger than it would be read", () => {
      assert.throws(() => keys[make]("p", "x".repeat(65_536), now), { code: "LG_TOKEN_SIZE" });
    });
  });

  describe(read, () => {
    test("answers anything that is no token without throwing", () => {
      const others: readonly unknown[] = [
        undefined,
        null,
        0,
        1.5,
        true,
        {},
        [],
        () => 1,
        Symbol("x"),
        10n,
        new Date(0),
        "",
        ".",
        "..",
        "a.b",
        ".a",
        "a.",
        "\0",
        "\ud800",
        "ä.ö",
        "%%%",
        "a".repeat(27),
        "a".repeat(70_000),
        `${keys[make]("p", 1, now)}.`,
        ` ${keys[make]("p", 1, now)}`,
        `${keys[make]("p", 1, now)}=`,
      ];
      for (const other of others) assert.deepEqual(keys[read]("p", other, age), invalid);
    });

    test("answers random text without throwing", () => {
      for (let round = 0; round < 2_000; round++) {
        const length = Math.floor(Math.random() * 120);
        const text = String.fromCharCode(...Array.from({ length }, () => Math.floor(Math.random() * 256)));
        assert.deepEqual(keys[read]("p", text, age), invalid, JSON.stringify(text));
      }
    });
  });
}

describe("a keyring", () => {
  test("doesn't take a signed token for a sealed one, nor the other way round", () => {
    assert.deepEqual(keys.open("p", keys.sign("p", 1, now), age), invalid);
    assert.deepEqual(keys.verify("p", keys.seal("p", 1, now), age), invalid);
  });

  test("seals the same value differently each time, and hides it", () => {
    const tokens = new Set(Array.from({ length: 500 }, () => keys.seal("p", "visible", now)));
    assert.equal(tokens.size, 500);
    for (const token of tokens) assert.equal(Buffer.from(token, "base64url").includes("visible"), false);
  });

  test("makes a mac of 32 bytes that belongs to purpose, text and secret", () => {
    const mac = keys.mac("p", "text");
    assert.equal(mac.length, 32);
    assert.deepEqual(keys.mac("p", "text"), mac);
    for (const other of [keys.mac("q", "text"), keys.mac("p", "other"), keyring([oldSecret]).mac("p", "text")]) {
      assert.notDeepEqual(other, mac);
    }
  });

  test("asks for a secret of 32 characters, and doesn't print it", () => {
    for (const secrets of [[], [new Secret("short-but-mine")], [newSecret, new Secret("")]]) {
      assert.throws(
        () => keyring(secrets),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, "LG_SECRET_KEY_BASE");
          assert.equal(error.message.includes("short-but-mine"), false);
          return true;
        },
      );
    }
  });
});
