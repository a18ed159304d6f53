import { LiveSocket } from "phoenix_live_view";
import { addElement } from "./add-element.ts";

const style = `
.lg-latency{position:fixed;inset:auto auto .75rem .75rem;z-index:9998;padding:.25rem .625rem;border:1px dashed #b7791f;border-radius:.25rem;background:#fffbea;color:#4a3510;font:.75rem/1.5 ui-monospace,monospace}
.lg-latency[hidden]{display:none}
.lg-latency button{margin-left:.5rem;border:0;background:none;color:inherit;font:inherit;text-decoration:underline;cursor:pointer}
`;

/**
 * Puts the stock client where its tools for development are called from: `liveSocket.enableDebug()`, which writes each message to the
 * console, and `liveSocket.enableLatencySim(500)`, which makes them late. While they are late the page says so.
 */
export function showLiveSocket(): void {
  const { connect, enableLatencySim, disableLatencySim } = LiveSocket.prototype;
  LiveSocket.prototype.connect = function (this: LiveSocket): void {
    Object.assign(window, { liveSocket: this });
    showLatency(this);
    connect.call(this);
  };
  LiveSocket.prototype.enableLatencySim = function (this: LiveSocket, upperBound: number): void {
    enableLatencySim.call(this, upperBound);
    showLatency(this);
  };
  LiveSocket.prototype.disableLatencySim = function (this: LiveSocket): void {
    disableLatencySim.call(this);
    showLatency(this);
  };
}

let note: HTMLElement | undefined;

function showLatency(live: LiveSocket): void {
  const upperBound = live.getLatencySim();
  if (upperBound === null && !note) return;
  note ??= addElement("lg-latency", style);
  note.hidden = upperBound === null;
  const off = document.createElement("button");
  off.textContent = "Turn off";
  off.addEventListener("click", () => live.disableLatencySim());
  note.replaceChildren(`Each message is up to ${upperBound} ms late.`, off);
}
