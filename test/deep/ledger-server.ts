// A server whose one view writes numbers to a database and shows how many there are. See killed-server.test.ts and postgres-faults.test.ts.
import { html, liveView, definePaths, localPubSub, pipeline, router } from "livegate";
import { openDatabase } from "livegate/data";
import { endpoint } from "livegate/endpoint";
import { serve } from "livegate/node";
import { fetchLiveFlash, fetchSession, logger, putRootLayout, secureHeaders } from "livegate/plug";
import { Secret } from "livegate/token";
import { z } from "zod";
import { root } from "../conformance/sample-app/layouts.ts";

const [databaseUrl = "sqlite::memory:"] = process.argv.slice(2);
const db = await openDatabase<{ entries: { n: number } }>(databaseUrl);
await db.schema
  .createTable("entries")
  .ifNotExists()
  .addColumn("n", "integer", (column) => column.primaryKey())
  .execute();

const LedgerLive = liveView({
  events: { add: z.object({ n: z.number().int() }) },
  async mount() {
    return { entries: (await db.selectFrom("entries").select("n").execute()).length };
  },
  handle: {
    async add(socket, { n }) {
      await db.insertInto("entries").values({ n }).execute();
      return socket.update("entries", (entries) => entries + 1);
    },
  },
  render: ({ entries }) => html`<p id="entries">${entries}</p>`,
});

const paths = definePaths({ ledger: "/" });
const browser = pipeline([fetchSession(), fetchLiveFlash(), putRootLayout(root), secureHeaders()]);
const app = endpoint({
  router: router((r) => {
    r.scope({ pipeThrough: browser }, (r) => r.liveSession("ledger", {}, (r) => r.live(paths.ledger, LedgerLive)));
  }),
  pubsub: localPubSub(),
  url: new URL("https://shop.test"),
  secretKeyBase: [new Secret("ledger".repeat(12))],
  production: true,
  log: logger({ level: "silent" }),
  limits: { eventsPerSecond: 1e6, eventBurst: 1e6 },
});
const { port } = await serve(app, { port: 0 });
console.log(port);
