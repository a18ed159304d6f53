import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { endpoint } from "livegate/endpoint";
import { logger } from "livegate/plug";
import { Secret } from "livegate/token";
import { sessions, startAccounts } from "./accounts.ts";
import { pubsub, routes } from "./router.ts";

const url = new URL("http://127.0.0.1:4100");
const app = endpoint({
  router: routes,
  pubsub,
  url,
  sessions,
  secretKeyBase: [new Secret("measured".repeat(8))],
  production: true,
  log: logger({ destination: { write: () => {} } }),
});

let stopAccounts: () => Promise<void>;
before(async () => {
  stopAccounts = await startAccounts(url);
});
after(() => stopAccounts());

async function get(path: string, cookies = ""): Promise<Response> {
  const request = new Request(new URL(path, url), { headers: { host: url.host, cookie: cookies } });
  return app.fetch(request);
}

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");

test("the members' page is there after a log-in, and not after the log-out", async () => {
  assert.equal((await get("/secure")).headers.get("location"), "/");
  const loggedIn = await get("/login_as/7");
  assert.equal(loggedIn.headers.get("location"), "/secure");
  const cookies = cookiesOf(loggedIn);
  assert.equal((await get("/secure", cookies)).status, 200);
  await get("/logout", cookies);
  assert.equal((await get("/secure", cookies)).status, 302);
});

test("the members' page shows what the first page shows, so that their costs differ by the guard alone", async () => {
  const cookies = cookiesOf(await get("/login_as/8"));
  const ownTokens =
    / id="phx-[^"]*"| data-phx-(?:session|static)="[^"]*"| nonce="[^"]*"|name="csrf-token" content="[^"]*"/g;
  const shown = async (path: string) => (await (await get(path, cookies)).text()).replaceAll(ownTokens, "");
  const guarded = await shown("/secure");
  assert.ok(guarded.includes("album-100"));
  assert.equal(guarded, await shown("/"));
});

test("nobody else can be logged in", async () => {
  for (const id of ["0", "101", "1.5", "x"]) assert.equal((await get(`/login_as/${id}`)).status, 404, id);
});
