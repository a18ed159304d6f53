import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";

/** A TCP proxy between an app and a server, which does to connections what networks do. */
export interface CuttingProxy {
  /** The server's URL by way of the proxy. */
  readonly url: string;
  /** Connections that are open now. */
  readonly open: number;
  /** Pieces that came while it was half open, and went nowhere. */
  readonly swallowed: number;
  /** Resets all connections; new ones are refused until `mend`. */
  cut(): void;
  /** Resets all connections; new ones are taken. */
  reset(): void;
  /** Lets nothing through any more in either direction, and nobody knows: both sides' connections stay. */
  halfOpen(): void;
  mend(): void;
  /** Holds each byte back for so many milliseconds. */
  delay(ms: number): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function cuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let [mode, delayed, swallowed] = ["through" as "through" | "refused" | "silent", 0, 0];
  const server = createServer((near) => {
    if (mode === "refused") return void near.resetAndDestroy();
    const far = connect(Number(port), hostname);
    pipe(near, far);
    pipe(far, near);
  });

  function pipe(from: Socket, to: Socket): void {
    sockets.add(from);
    from.on("error", () => to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
    from.on("data", (bytes) => {
      const pass = () => {
        if (mode !== "through") swallowed += 1;
        else if (to.writable) to.write(bytes);
      };
      if (delayed === 0) pass();
      else setTimeout(pass, delayed);
    });
  }

  const reset = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    get open() {
      return sockets.size / 2;
    },
    get swallowed() {
      return swallowed;
    },
    cut() {
      mode = "refused";
      reset();
    },
    reset,
    halfOpen: () => void (mode = "silent"),
    mend: () => void (mode = "through"),
    delay: (ms) => void (delayed = ms),
    async [Symbol.asyncDispose]() {
      server.close();
      reset();
      await once(server, "close");
    },
  };
}
