import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";

/** A proxy that hands each connection to the next node in turn, and to the one after it where a node takes none. */
export interface RoundRobin extends AsyncDisposable {
  readonly port: number;
  /** The ports of the nodes; may be changed at any time. */
  nodes: readonly number[];
}

export async function roundRobin(): Promise<RoundRobin> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((near) => {
    sockets.add(near);
    near.on("error", () => {}).on("close", () => sockets.delete(near));
    void pass(near);
  });

  async function pass(near: Socket): Promise<void> {
    for (let tries = 0; tries < proxy.nodes.length; tries++) {
      const port = proxy.nodes[turn++ % proxy.nodes.length] ?? 0;
      const far = await opened(port);
      if (!far) continue;
      sockets.add(far);
      far.on("error", () => near.destroy()).on("close", () => sockets.delete(far));
      near.on("close", () => far.destroy());
      near.pipe(far).pipe(near);
      return;
    }
    near.destroy();
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy: RoundRobin = {
    port: (server.address() as AddressInfo).port,
    nodes: [],
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
  return proxy;
}

function opened(port: number): Promise<Socket | null> {
  const socket = connect(port, "127.0.0.1");
  return new Promise((resolve) => {
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
    socket.once("error", () => resolve(null));
  });
}
