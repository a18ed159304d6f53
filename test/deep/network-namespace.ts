import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";

/** Runs `ip` of iproute2. @throws what it says. */
const ip = (...args: readonly string[]): void => void execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });

/** Why there can be no namespaces here; null where they are allowed. */
export function namespacesRefused(): string | null {
  const name = `lg${process.pid}`;
  try {
    ip("netns", "add", name);
    ip("netns", "del", name);
    return null;
  } catch (error) {
    const [why = ""] = String(error instanceof Error ? error.message : error)
      .split("\n")
      .slice(-2);
    return `network namespaces aren't allowed here: ${why.trim()}`;
  }
}

let count = 0;

/** A host of the test's own: it has no network but the links that it is given. */
export class NetworkNamespace implements AsyncDisposable {
  readonly name = `lg${process.pid}-${count++}`;
  readonly #links: Link[] = [];

  constructor() {
    ip("netns", "add", this.name);
    ip("-n", this.name, "link", "set", "lo", "up");
  }

  /** What is put before a command that is to run there. */
  get within(): readonly string[] {
    return ["ip", "netns", "exec", this.name];
  }

  /** A cable to this machine. */
  link(): Link {
    const link = new Link(this.name, count++);
    this.#links.push(link);
    return link;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const link of this.#links) await link.close();
    ip("netns", "del", this.name);
  }
}

/** A cable between this machine and a namespace, and what goes over it to servers that listen on 127.0.0.1 alone. */
export class Link {
  readonly #here: string;
  /** The addresses of its ends. */
  readonly here: string;
  readonly there: string;
  readonly #forwarders: Forwarder[] = [];

  constructor(namespace: string, number: number) {
    this.#here = `lg${process.pid % 100_000}h${number}`;
    const far = `lg${process.pid % 100_000}n${number}`;
    [this.here, this.there] = [`10.231.${number}.1`, `10.231.${number}.2`];
    ip("link", "add", this.#here, "type", "veth", "peer", "name", far);
    ip("link", "set", far, "netns", namespace);
    ip("address", "add", `${this.here}/30`, "dev", this.#here);
    ip("-n", namespace, "address", "add", `${this.there}/30`, "dev", far);
    ip("-n", namespace, "link", "set", far, "up");
    this.mend();
  }

  /** Nothing goes over it any more, and nobody is told: connections stay open on paper. */
  unplug(): void {
    ip("link", "set", this.#here, "down");
  }

  mend(): void {
    ip("link", "set", this.#here, "up");
  }

  /** The same URL as the namespace reaches it. */
  async to(url: string): Promise<{ readonly url: string; readonly forwarder: Forwarder }> {
    const { hostname, port } = new URL(url);
    const forwarder = await Forwarder.listen(this.here, { host: hostname, port: Number(port) });
    this.#forwarders.push(forwarder);
    const over = new URL(url);
    [over.hostname, over.port] = [this.here, String(forwarder.port)];
    return { url: over.href, forwarder };
  }

  /** A port of 127.0.0.1 that leads to one in the namespace. */
  async from(port: number): Promise<number> {
    const forwarder = await Forwarder.listen("127.0.0.1", { host: this.there, port });
    this.#forwarders.push(forwarder);
    return forwarder.port;
  }

  async close(): Promise<void> {
    for (const forwarder of this.#forwarders) await forwarder.close();
    ip("link", "del", this.#here);
  }
}

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Hands TCP connections on, as late as it is told to. */
export class Forwarder {
  readonly #server = createServer((near) => this.#pass(near));
  readonly #sockets = new Set<Socket>();
  readonly #target: Address;
  /** Milliseconds that each piece is held back. */
  delay = 0;

  private constructor(target: Address) {
    this.#target = target;
  }

  static async listen(host: string, target: Address): Promise<Forwarder> {
    const forwarder = new Forwarder(target);
    forwarder.#server.listen(0, host);
    await once(forwarder.#server, "listening");
    return forwarder;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port; // It listens on TCP.
  }

  /** Resets all connections; new ones are taken. */
  reset(): void {
    // One that still connects would be reset when it has, which over a link that is gone takes minutes.
    for (const socket of this.#sockets) {
      if (socket.connecting) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  async close(): Promise<void> {
    this.#server.close();
    this.reset();
    if (this.#server.listening) await once(this.#server, "close");
  }

  #pass(near: Socket): void {
    const far = connect(this.#target.port, this.#target.host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on("error", () => to.destroy()).on("close", () => (this.#sockets.delete(from), to.destroy()));
      from.on("data", (bytes) => {
        const hand = () => to.writable && to.write(bytes);
        if (this.delay === 0) hand();
        else setTimeout(hand, this.delay);
      });
    }
  }
}
