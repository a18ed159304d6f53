import { type LiveView, type PubSub, definePaths, html, localPubSub, pipeline, router } from "livegate";
import { endpoint } from "livegate/endpoint";
import { fetchLiveFlash, fetchSession, logger, putRootLayout, secureHeaders } from "livegate/plug";
import { Secret } from "livegate/token";

const ORIGIN = "http://127.0.0.1:4000";

/** Milliseconds that the server has for an answer. */
const PATIENCE = 10_000;

/** A live view that was opened and has connected, without a server. */
export interface OpenView {
  /** The page as it came over HTTP. */
  readonly page: string;
  /** Sends a click and gives what the view answered: a diff, or nothing. */
  click(event: string, value?: Readonly<Record<string, string>>): Promise<object>;
  /** The next diff that the view sends by itself, or has sent. */
  diff(): Promise<object>;
}

type Frame = readonly [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: { readonly status?: string; readonly response?: object },
];

/** Opens a view that stands alone on "/". */
export async function openView(view: LiveView, pubsub: PubSub = localPubSub()): Promise<OpenView> {
  const app = appOf(view, pubsub);
  const page = await (await app.fetch(new Request(`${ORIGIN}/`, { headers: { host: "127.0.0.1:4000" } }))).text();
  const upgrade = app.connect({
    url: "/live/websocket?vsn=2.0.0",
    headers: { host: "127.0.0.1:4000" },
    remoteAddress: "127.0.0.1",
  });
  if (!upgrade.ok) throw new Error(upgrade.reason);
  const heard = new Frames();
  const connection = upgrade.open({
    send: (frame) => heard.add(JSON.parse(frame) as Frame),
    close: () => heard.end(),
    terminate: () => heard.end(),
    bufferedAmount: 0,
  });
  const topic = `lv:${attribute(page, "id")}`;
  let ref = 0;
  const push = async (event: string, payload: object): Promise<object> => {
    ref += 1;
    connection.receive(JSON.stringify(["1", String(ref), topic, event, payload]));
    return heard.next(String(ref));
  };
  const tokens = { session: attribute(page, "data-phx-session"), static: attribute(page, "data-phx-static") };
  const joined = await push("phx_join", { url: `${ORIGIN}/`, params: { _mounts: 0 }, ...tokens });
  if ("refused" in joined) throw new Error(`The join was refused: ${JSON.stringify(joined)}`);
  return {
    page,
    click: (event, value = {}) => push("event", { type: "click", event, value }),
    diff: () => heard.next("diff"),
  };
}

function appOf(view: LiveView, pubsub: PubSub) {
  const root = putRootLayout(({ inner }) => html`<body>${inner}</body>`);
  const plugs = pipeline([fetchSession(), fetchLiveFlash(), root, secureHeaders()]);
  return endpoint({
    router: router((r) => {
      r.scope({ pipeThrough: plugs }, (r) => {
        // A view of any type; that it needs neither params nor an action is for the caller to know.
        r.liveSession("main", {}, (r) =>
          r.live(definePaths({ home: "/" }).home, view as LiveView<never, object, never>),
        );
      });
    }),
    pubsub,
    url: new URL(ORIGIN),
    secretKeyBase: [new Secret("only-for-tests-".repeat(5))],
    production: false,
    log: logger({ level: "silent" }),
  });
}

function attribute(page: string, name: string): string {
  const value = new RegExp(`<div id="phx-[^>]*>`).exec(page)?.[0].match(new RegExp(`${name}="([^"]*)"`))?.[1];
  if (value === undefined) throw new Error(`The page has no ${name}:\n${page}`);
  return value;
}

/** What the server says, by the reference of the push that it answers or else by its event; and who waits for it. */
class Frames {
  readonly #said = new Map<string, object>();
  readonly #waiting = new Map<string, { resolve(said: object): void; reject(error: Error): void }>();

  add([, ref, , event, payload]: Frame): void {
    const { status, response } = payload;
    const said = event !== "phx_reply" ? payload : status === "ok" ? (response ?? {}) : { refused: response };
    const key = ref ?? event;
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    if (waiting) waiting.resolve(said);
    else this.#said.set(key, said);
  }

  end(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error("The server ended the connection."));
  }

  next(key: string): Promise<object> {
    const said = this.#said.get(key);
    this.#said.delete(key);
    if (said) return Promise.resolve(said);
    return new Promise((resolve, reject) => {
      this.#waiting.set(key, { resolve, reject });
      setTimeout(() => reject(new Error(`The server never said "${key}".`)), PATIENCE).unref();
    });
  }
}
