import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { limits } from "./limits.ts";
import { encodePoll, encodeTaken, parseBatch } from "./long-poll.ts";

const frame = '[null,"1","phoenix","heartbeat",{}]';

describe("parseBatch", () => {
  it("reads a frame a line, text as it is and binary in base64, in their order", () => {
    const bytes = Uint8Array.of(0, 1, 255, 91);
    const batch = parseBatch([frame, Buffer.from(bytes).toString("base64"), frame].join("\n"));
    assert.ok(batch.ok);
    const [first, second, third] = batch.value;
    assert.deepEqual([first, [...(second as Uint8Array)], third], [frame, [...bytes], frame]);
  });

  it("refuses what is neither, an empty body and an empty line included", () => {
    for (const body of ["", "\n", `${frame}\n`, "{}", "AA=A", "no base64!", `${frame}\r\n-`, "\0"]) {
      assert.deepEqual(parseBatch(body), { ok: false, reason: "malformed" }, JSON.stringify(body));
    }
  });

  it("takes as many frames as the stock client sends at once, and no more", () => {
    const lines = (count: number) => Array.from({ length: count }, () => frame).join("\n");
    assert.equal(parseBatch(lines(limits.batchFrames)).ok, true);
    assert.deepEqual(parseBatch(lines(limits.batchFrames + 1)), { ok: false, reason: "too large" });
  });
});

describe("answers", () => {
  it("are what the stock client reads", () => {
    assert.equal(encodePoll(410, "t"), '{"status":410,"token":"t","messages":[]}');
    assert.equal(encodePoll(200, "t", [frame]), JSON.stringify({ status: 200, token: "t", messages: [frame] }));
    assert.equal(encodeTaken(200), '{"status":200}');
  });
});
