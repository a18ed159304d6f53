import assert from "node:assert/strict";
import { Duplex } from "node:stream";
import { describe, test } from "node:test";
import { writeTogether, writeWaiting } from "./outgoing-frames.ts";

/** A wire that keeps what was handed to it at once. */
function wireInto(batches: string[][]): Duplex {
  return new Duplex({
    read: () => {},
    write(chunk: Buffer, _encoding, done) {
      batches.push([String(chunk)]);
      done();
    },
    writev(chunks, done) {
      batches.push(chunks.map(({ chunk }) => String(chunk)));
      done();
    },
  });
}

describe("frames that wait", () => {
  test("go out at once where they follow each other on one wire, in their order", () => {
    const [here, there]: [string[][], string[][]] = [[], []];
    const [one, other] = [wireInto(here), wireInto(there)];
    for (const [wire, text] of [
      [one, "a"],
      [one, "b"],
      [other, "c"],
      [one, "d"],
    ] as const)
      writeTogether(wire, Buffer.from(text));
    writeWaiting();
    assert.deepEqual([here, there], [[["a", "b"], ["d"]], [["c"]]]);
    assert.equal(one.writableCorked, 0, "nothing is held back");
  });

  test("go by themselves when what runs has ended", async () => {
    const here: string[][] = [];
    const one = wireInto(here);
    writeTogether(one, Buffer.from("a"));
    writeTogether(one, Buffer.from("b"));
    assert.deepEqual(here, []);
    await new Promise(setImmediate);
    assert.deepEqual(here, [["a", "b"]]);
  });
});
