import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkEmail, emailAddress } from "./email-address.ts";

describe("an e-mail address", () => {
  it("is trimmed, in lower case, its domain in punycode", () => {
    assert.equal(emailAddress("  Ada.Lovelace@EXAMPLE.com\t"), "ada.lovelace@example.com");
    assert.equal(emailAddress("ada@Bücher.example"), "ada@xn--bcher-kva.example");
    assert.equal(emailAddress("ada+albums@example.com"), "ada+albums@example.com");
  });

  for (const typed of [
    "",
    "ada",
    "@example.com",
    "ada@",
    "ada@localhost",
    "ada@@example.com",
    "ada@exa mple.com",
    "ada lovelace@example.com",
    ".ada@example.com",
    "ada.@example.com",
    "a..da@example.com",
    "ädä@example.com",
    "ada@-example.com",
    "ada@example.com\r\nBcc: eve@evil.example",
    "ada@example.com,eve@evil.example",
    "ada@example.com>",
    '"ada"@example.com',
    "ada@[192.0.2.1]",
    "ada@example.com\0",
    "аda@example.com", // Cyrillic
    `${"a".repeat(65)}@example.com`,
    `a@${"b".repeat(150)}.example.com`,
    "a".repeat(100_000),
    null,
    undefined,
    7,
    ["ada@example.com"],
    { email: "ada@example.com" },
  ]) {
    const shown = JSON.stringify(typed)?.slice(0, 60);
    it(`is not ${shown}`, () => {
      assert.equal(emailAddress(typed), null);
      if (typeof typed === "string") assert.match(checkEmail(typed) ?? "", /^[A-Z].*\.$/);
    });
  }

  it("that can be used has nothing wrong with it", () => {
    assert.equal(checkEmail("Ada@Bücher.example"), null);
  });
});
