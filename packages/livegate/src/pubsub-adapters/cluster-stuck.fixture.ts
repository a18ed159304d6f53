import cluster from "node:cluster";
import { relayPubSub } from "./cluster-adapter.ts";
import { counted, numbers, startNode, until } from "./nodes.fixture.ts";

/** Two workers, of which the second stands still while the first broadcasts more than may wait for it; it prints what it heard then. */
const SENT = 64;

if (cluster.isPrimary) {
  relayPubSub();
  const [talker, stuck] = [cluster.fork(), cluster.fork()];
  let ready = 0;
  const onReady = (): void => {
    ready += 1;
    if (ready < 2) return;
    stuck.process.kill("SIGSTOP");
    talker.send("go");
  };
  for (const worker of [talker, stuck]) worker.on("message", (message) => message === "ready" && onReady());
  talker.on("message", (message) => message === "sent" && stuck.process.kill("SIGCONT"));
  stuck.on("message", (message) => {
    if (message === "done") for (const worker of [talker, stuck]) worker.send("stop");
  });
} else {
  const { pubsub, heard, missed } = await startNode("cluster:", "workers");
  const text = "x".repeat(255 * 1024);
  process.on("message", (message) => {
    if (message === "stop") void pubsub.stop().then(() => process.disconnect?.());
    if (message === "go") void talk().then(() => process.send?.("sent"));
  });
  // One after the other: what this worker hasn't got rid of yet is bounded too.
  const talk = async (): Promise<void> => {
    for (const n of numbers(0, SENT)) {
      pubsub.broadcast(counted("all"), { n, text });
      await until(() => pubsub.counts.published === n + 1);
    }
  };
  process.send?.("ready");
  if (cluster.worker!.id === 2) {
    await until(() => missed() > 0 || heard.length === SENT);
    console.log(JSON.stringify({ all: heard.length === SENT, missed: missed() > 0 }));
    process.send?.("done");
  }
}
