import { setTimeout as delay } from "node:timers/promises";
import { median } from "../compare.ts";
import { HttpConnection } from "./http-connection.ts";
import { LiveClient } from "./live-client.ts";
import { type Target, joinedClients } from "./load.ts";
import { pacedEvents } from "./paced-events.ts";
import { percentile } from "./percentile.ts";
import { residentBytes } from "./process-usage.ts";
import { LoadSocket } from "./web-socket.ts";

/** What uploads cost. Bytes, milliseconds, and bytes a second. */
export interface UploadCost {
  readonly bytes: number;
  /** Throughput over that of the bare receiver: the median of pairs of uploads. */
  readonly share: number;
  readonly shares: readonly number[];
  readonly ours: number;
  readonly bare: number;
  /** By how much the server's resident memory was larger during an upload than before it, at most. */
  readonly grown: number;
  readonly eventIdle: number;
  readonly eventMeanwhile: number;
}

export interface UploadOptions {
  readonly bytes: number;
  readonly rounds: number;
}

const CHUNK = Buffer.alloc(64_000, "a chunk of a file ");

/** Sends files by chunks, each when the last one was acknowledged, to the app and to a bare receiver in turns. */
export async function uploadLoad(app: Target, baseline: Target, { bytes, rounds }: UploadOptions): Promise<UploadCost> {
  const [pairs, grown]: [[ours: number, bare: number][], number[]] = [[], []];
  const ours = async (): Promise<number> => {
    const client = await UploadClient.open(app, bytes);
    const before = residentBytes(app.pid);
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, residentBytes(app.pid))), 20);
    const rate = await throughput(bytes, (last) => client.chunk(last));
    clearInterval(watch);
    grown.push(most - before);
    await client.end();
    return rate;
  };
  await ours();
  await bareUpload(baseline, bytes);
  grown.length = 0;
  for (let round = 0; round < rounds; round++) pairs.push([await ours(), await bareUpload(baseline, bytes)]);
  const shares = pairs.map(([own, bare]) => own / bare);
  return {
    bytes,
    share: median(shares),
    shares,
    ours: median(pairs.map(([own]) => own)),
    bare: median(pairs.map(([, bare]) => bare)),
    grown: Math.max(...grown),
    ...(await eventsBeside(app, ours)),
  };
}

/** What events of 20 other pages take while one file after the other comes, and while none does. */
async function eventsBeside(app: Target, upload: () => Promise<unknown>) {
  const clients = await joinedClients(app, "/", 20);
  const paced = { everyMs: 100, seconds: 4 };
  try {
    await pacedEvents(clients, paced);
    const idle = await pacedEvents(clients, paced);
    const until = { isOver: false };
    const uploads = async (): Promise<void> => {
      while (!until.isOver) await upload();
    };
    const running = uploads();
    await delay(200);
    const meanwhile = await pacedEvents(clients, paced);
    until.isOver = true;
    await running;
    return { eventIdle: percentile(idle, 0.99), eventMeanwhile: percentile(meanwhile, 0.99) };
  } finally {
    for (const client of clients) client.close();
  }
}

async function throughput(bytes: number, send: (chunk: Buffer) => Promise<void>): Promise<number> {
  const start = performance.now();
  for (let sent = 0; sent < bytes; sent += CHUNK.length) {
    await send(bytes - sent < CHUNK.length ? CHUNK.subarray(0, bytes - sent) : CHUNK);
  }
  return bytes / ((performance.now() - start) / 1000);
}

async function bareUpload({ port }: Target, bytes: number): Promise<number> {
  const socket = await LoadSocket.open(port, "/chunks", `Origin: http://127.0.0.1:${port}\r\n`);
  await new Promise<void>((resolve) => (socket.onFrame = () => resolve()));
  // As many bytes around each chunk as ours has.
  const head = chunkHead(1000);
  const rate = await throughput(bytes, (chunk) => {
    const answered = new Promise<void>((resolve) => (socket.onFrame = () => resolve()));
    socket.sendBinary(head, chunk);
    return answered;
  });
  socket.close();
  return rate;
}

/** The head of a chunk's frame: references of the same length, so that each frame is as long as the others. */
const chunkHead = (ref: number): Buffer => {
  const fields = ["9", String(ref), "lvu:0", "chunk"].map((field) => Buffer.from(field));
  return Buffer.concat([Buffer.from([0, ...fields.map(({ length }) => length)]), ...fields]);
};

/** A page with one file on its way. */
class UploadClient {
  readonly #client: LiveClient;
  readonly #uploadRef: string;
  #ref = 1000;

  private constructor(client: LiveClient, uploadRef: string) {
    this.#client = client;
    this.#uploadRef = uploadRef;
  }

  static async open({ port }: Target, bytes: number): Promise<UploadClient> {
    const client = new LiveClient(port, "/upload");
    const connection = await HttpConnection.open(port);
    await client.load(connection);
    connection.close();
    await client.connect();
    const joined = await client.join();
    const ref = /"(phx-[\w-]{16})\\?"/.exec(joined)?.[1] ?? "";
    const upload = new UploadClient(client, ref);
    const entry = { ref: "0", name: "file.bin", type: "", size: bytes, last_modified: 0, relative_path: "" };
    const answer = await client.push("allow_upload", { ref, entries: [entry] });
    const token = /"entries":\{"0":"([^"]+)"/.exec(answer)?.[1];
    const opened = await client.send(["9", "9", "lvu:0", "phx_join", { token }]);
    if (!opened.includes('"status":"ok"')) throw new Error(`the upload was refused: ${opened.slice(0, 300)}`);
    return upload;
  }

  async chunk(chunk: Buffer): Promise<void> {
    const ref = ++this.#ref;
    const answered = this.#client.reply(String(ref));
    this.#client.sendBinary(chunkHead(ref), chunk);
    const answer = await answered;
    if (!answer.includes('"status":"ok"')) throw new Error(`a chunk was refused: ${answer.slice(0, 300)}`);
  }

  /** Has the view let the file go. */
  async end(): Promise<void> {
    await this.#client.push("progress", { event: null, ref: this.#uploadRef, entry_ref: "0", progress: 100 });
    const saved = await this.#client.push("event", { type: "form", event: "save", value: "", meta: {} });
    if (!/"\d{5,}"/.test(saved)) throw new Error(`the file wasn't there: ${saved.slice(0, 300)}`);
    this.#client.close();
  }
}
