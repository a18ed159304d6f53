import { once } from "node:events";
import { type AddressInfo, connect as connectPlain } from "node:net";
import { type TLSSocket, connect as connectSecurely, createServer } from "node:tls";
import { testCertificate } from "./test-certificate.ts";

/** What stands in front of the app, as in production: it ends TLS, and tells the app from which network somebody comes. */
export interface TlsTerminator {
  /** A connection that seems to come from this network; what is written to it reaches the app as it is, malformed or not. */
  open(network: string): Promise<TLSSocket>;
  close(): Promise<void>;
}

const HEAD_END = Buffer.from("\r\n\r\n");
/** Bytes of a head that is waited for; beyond it everything goes on as it came. */
const LONGEST_HEAD = 65_536;

/** Starts a terminator for a host, in front of the app's port. */
export async function tlsTerminator(host: string, appPort: () => number): Promise<TlsTerminator> {
  const { key, cert } = testCertificate(host);
  /** Networks of clients by their ports, said before they connect. */
  const networks = new Map<number, string>();
  const sockets = new Set<TLSSocket>();
  const server = createServer({ key, cert, allowHalfOpen: true }, (outside) => {
    sockets.add(outside);
    outside.once("close", () => sockets.delete(outside));
    passOn(outside, networks.get(outside.remotePort ?? 0) ?? "203.0.113.1", appPort());
  });
  server.on("tlsClientError", () => {});
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return {
    async open(network) {
      const wire = connectPlain({ host: "127.0.0.1", port, noDelay: true });
      await once(wire, "connect");
      networks.set(wire.localPort ?? 0, network);
      const secure = connectSecurely({ socket: wire, servername: host, ca: cert });
      await once(secure, "secureConnect");
      return secure;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Copies both ways. The headers stand last in the first head, where a proxy's belong: behind whatever the client claims. */
function passOn(outside: TLSSocket, network: string, port: number): void {
  const inside = connectPlain({ host: "127.0.0.1", port, noDelay: true, allowHalfOpen: true });
  const forwarded = `\r\nX-Forwarded-For: ${network}\r\nX-Forwarded-Proto: https`;
  const end = (): void => void (inside.destroy(), outside.destroy());
  inside.on("error", end);
  outside.on("error", end);
  outside.on("close", () => inside.destroy());
  inside.pipe(outside);
  let head = Buffer.alloc(0);
  const readHead = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk]);
    const at = head.indexOf(HEAD_END);
    if (at < 0 && head.length < LONGEST_HEAD) return;
    outside.off("data", readHead);
    inside.write(at < 0 ? head : Buffer.concat([head.subarray(0, at), Buffer.from(forwarded), head.subarray(at)]));
    outside.pipe(inside);
  };
  outside.on("data", readHead);
  outside.on("end", () => {
    if (head.indexOf(HEAD_END) < 0) inside.write(head);
    inside.end();
  });
}
