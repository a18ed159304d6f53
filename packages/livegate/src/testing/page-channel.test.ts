import assert from "node:assert/strict";
import { test } from "node:test";
import { PageChannel } from "./page-channel.ts";
import type { PushAnswer, TestSocket, WireFrame } from "./test-socket.ts";

const request = { id: "phx-1", session: "", static: null, url: "", by: "url", flash: null, params: {} } as const;

/** A channel whose socket answers a join, and says `frames` before anybody has looked at the answer. */
async function joined(...frames: readonly WireFrame[]) {
  const titles: (string | null)[] = [];
  const channel = new PageChannel({
    changed: (title) => titles.push(title),
    patched: () => {},
    keep: () => {},
    moved: () => {},
  });
  const answer: PushAnswer = { status: "ok", response: { rendered: { 0: "0", s: ["<p>", "</p>"], t: "Zero" } } };
  const socket = {
    nextRef: () => "4",
    pushAs: async () => {
      for (const frame of frames) channel.heard(frame, 50);
      return answer;
    },
    drop: () => {},
    abandon: () => {},
  };
  channel.use(socket as unknown as TestSocket); // All of it that a join needs.
  await channel.join(request);
  return { channel, titles };
}

test("what comes right behind the answer to a join is not lost, and nothing of another join is heard", async () => {
  const { channel, titles } = await joined(
    ["4", null, "lv:phx-1", "diff", { 0: "1", t: "One" }],
    ["3", null, "lv:phx-1", "diff", { 0: "of a former view" }],
  );
  assert.deepEqual([channel.html, titles], ["<p>1</p>", ["Zero", "One"]]);
  channel.heard(["3", null, "lv:phx-1", "phx_error", {}], 50);
  assert.equal(channel.isJoined, true);
});

test("a navigation, an error and the wire's end are kept for the page", async () => {
  const { channel } = await joined();
  channel.heard(["4", null, "lv:phx-1", "live_redirect", { to: "/b", kind: "push", flash: "signed" }], 50);
  assert.deepEqual(channel.departure, { kind: "navigate", to: "/b", flash: "signed" });
  channel.ended(1001);
  assert.deepEqual([channel.end, channel.isJoined], [1001, false]);
});
