import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PartReader, splitText } from "./notify-parts.ts";

const read = (parts: readonly string[]): readonly string[] => {
  const reader = new PartReader();
  return parts.map((part) => reader.read(part)).filter((text) => text !== null);
};

describe("splitText", () => {
  it("keeps each part below what PostgreSQL takes, and cuts no character in two", () => {
    for (const letter of ["a", "ä", "€", "🎵"]) {
      for (const length of [0, 1, 1975, 7899, 7900, 7901, 20_000]) {
        const text = letter.repeat(length);
        const parts = splitText(text, 123_456_789);
        for (const part of parts) assert.ok(Buffer.byteLength(part) < 8000);
        assert.deepEqual(read(parts), [text]);
      }
    }
  });

  it("makes no two parts equal, for those would be delivered once", () => {
    const text = "a".repeat(100_000);
    const parts = [1, 2].flatMap((number) => splitText(text, number));
    assert.equal(new Set(parts).size, parts.length);
    assert.deepEqual(read(parts), [text, text]);
  });
});

describe("PartReader", () => {
  it("drops a text that isn't whole, and what was never a part", () => {
    const [first = "", , last = ""] = splitText("a".repeat(20_000), 1);
    assert.deepEqual(read([last, first, last, "nonsense", "", first, ...splitText("b", 2)]), ["b"]);
  });
});
