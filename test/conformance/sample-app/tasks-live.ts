import { assignAsync, each, html, liveView, streamAsync } from "livegate";
import type { Probe } from "./probe.ts";

/** Brings a word and a stream by tasks, which wait at the gates "word" and "rows". */
export const tasksLive = (probe: Probe) =>
  liveView({
    events: { again: null, cancel: null, count: null },
    mount: () => ({
      count: 0,
      word: assignAsync(async ({ signal }) => {
        signal.addEventListener("abort", () => probe.note("aborted"));
        await probe.pass("word");
        probe.note("word comes");
        return "blue";
      }),
      rows: streamAsync(
        async () => {
          await probe.pass("rows");
          return [{ id: 1 }, { id: 2 }];
        },
        { key: ({ id }) => id },
      ),
    }),
    handle: {
      again: (socket) => socket.assignAsync("word", () => Promise.reject(new Error("A task fails."))),
      cancel: (socket) => socket.cancelAsync("word"),
      count: (socket) => socket.update("count", (count) => count + 1),
    },
    render: ({ count, word, rows }) => html`<p id="count">${count}</p><p id="word">${
      word.ok ? word.result : "none"
    }</p><p id="loading">${word.loading ? "yes" : "no"}</p><p id="failed">${word.failed?.reason}</p>
      <ul id="rows" phx-update="stream">${rows.ok && each(rows.result, ({ id }, dom) => html`<li id=${dom}>${id}</li>`)}</ul>`,
  });
