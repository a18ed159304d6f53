import cluster from "node:cluster";
import { relayPubSub } from "./cluster-adapter.ts";
import { counted, numbers, startNode, until } from "./nodes.fixture.ts";

/** Three workers, each of which broadcasts a hundred numbers; each prints whom it heard, in which order. */
if (cluster.isPrimary) {
  relayPubSub();
  const counts = { ready: 0, done: 0 };
  const tellAll = (word: string) => Object.values(cluster.workers ?? {}).forEach((worker) => worker?.send(word));
  for (const worker of Array.from({ length: 3 }, () => cluster.fork())) {
    worker.on("message", (message: unknown) => {
      if (message === "ready" && ++counts.ready === 3) tellAll("go");
      if (message === "done" && ++counts.done === 3) tellAll("stop");
    });
  }
} else {
  const { pubsub, heard, missed } = await startNode("cluster:", "workers");
  const tellPrimary = (word: string) => process.send?.(word);
  const base = cluster.worker!.id * 1000; // A worker has one.
  process.on("message", (message) => {
    if (message === "go") for (const n of numbers(base, base + 100)) pubsub.broadcast(counted("all"), { n, text: "" });
    if (message === "stop") void pubsub.stop().then(() => process.disconnect?.());
  });
  tellPrimary("ready");
  await until(() => heard.length === 300);
  const of = (id: number) => heard.filter((n) => Math.floor(n / 1000) === id);
  const inOrder = [1, 2, 3].every((id) => of(id).join() === numbers(id * 1000, id * 1000 + 100).join());
  console.log(JSON.stringify({ inOrder, missed: missed(), state: pubsub.state }));
  tellPrimary("done");
}
