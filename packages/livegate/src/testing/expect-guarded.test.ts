import assert from "node:assert/strict";
import { test } from "node:test";
import { expectGuarded } from "./expect-guarded.ts";
import { openShop, paths, requireAda, requireName, shop } from "./shop.fixture.ts";

test("a guarded path is guarded on each way in", async () => {
  const { app } = shop();
  await expectGuarded(app, paths.account(), requireName);
  await expectGuarded(app, paths.vault(), requireAda, { as: (client) => client.session({ name: "Eve" }) });
});

test("a guard that doesn't stand on the path is told, with those that do", async () => {
  const { app } = shop();
  await assert.rejects(
    expectGuarded(app, paths.account(), requireAda),
    /"requireAda" doesn't stand on \/account\. Its guards: fetchName, requireName/,
  );
  await assert.rejects(expectGuarded(app, paths.about(), requireName), /No live view stands on \/about/);
});

test("a client whom the guard lets through, or another guard refuses, proves nothing", async () => {
  const { app } = shop();
  const as = (name: string) => ({
    as: (client: { session(values: { name: string }): void }) => client.session({ name }),
  });
  await assert.rejects(
    expectGuarded(app, paths.vault(), requireAda, as("Ada")),
    /"requireAda" lets this client through/,
  );
  await assert.rejects(expectGuarded(app, paths.vault(), requireAda), /"requireName" halts before "requireAda"/);
});

test("a request, a join and a navigation that pass by the guard are each told", async () => {
  const [kept, open] = [shop().app, openShop().app];
  await assert.rejects(expectGuarded({ ...kept, fetch: open.fetch }, paths.account(), requireName), {
    code: "LG_TEST_GUARD",
    message: /\/account isn't kept by "requireName": a request is answered with 200, not with 302 to \/log_in\./,
  });
  await assert.rejects(
    expectGuarded({ ...kept, connect: open.connect }, paths.account(), requireName),
    /kept by "requireName": a join is answered with ok [^]*; live navigation is answered with ok /,
  );
});
