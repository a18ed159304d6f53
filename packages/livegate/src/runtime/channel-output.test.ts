import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ChannelOutput } from "./channel-output.ts";
import { Metrics } from "./metrics.ts";

function startOutput(joinRef: string | null = "4") {
  const sent: unknown[] = [];
  const transport = {
    send: (frame: string) => void sent.push(JSON.parse(frame)),
    close() {},
    terminate() {},
    bufferedAmount: 0,
  };
  return { sent, output: new ChannelOutput(transport, joinRef, "lv:a", new Metrics()) };
}

/** Everything that an output can say. */
function sayAll(output: ChannelOutput): void {
  output.reply("9", "ok", "{}");
  output.push("diff", "{}");
  output.crash();
  output.close();
}

describe("ChannelOutput", () => {
  it("stamps the join's reference on every frame", () => {
    const { sent, output } = startOutput();
    output.reply("9", "ok", '{"diff":{"0":"a"}}');
    output.reply("10", "error", '{"reason":"rate"}');
    output.push("diff", '{"0":"b"}');
    assert.deepEqual(sent, [
      ["4", "9", "lv:a", "phx_reply", { status: "ok", response: { diff: { 0: "a" } } }],
      ["4", "10", "lv:a", "phx_reply", { status: "error", response: { reason: "rate" } }],
      ["4", null, "lv:a", "diff", { 0: "b" }],
    ]);
  });

  it("says nothing after its end, whatever that was", () => {
    const ends: readonly [(output: ChannelOutput) => void, readonly unknown[]][] = [
      [(output) => output.close(), [["4", "4", "lv:a", "phx_close", {}]]],
      [(output) => output.crash(), [["4", "4", "lv:a", "phx_error", { reason: "channel_crash" }]]],
      [(output) => output.silence(), []],
    ];
    for (const [end, frames] of ends) {
      const { sent, output } = startOutput();
      end(output);
      sayAll(output);
      assert.deepEqual([sent, output.open], [frames, false]);
    }
  });

  it("speaks for a channel that was joined without a reference", () => {
    const { sent, output } = startOutput(null);
    output.push("diff", "{}");
    assert.deepEqual(sent, [[null, null, "lv:a", "diff", {}]]);
  });
});
