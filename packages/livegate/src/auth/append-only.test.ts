import assert from "node:assert/strict";
import { it } from "node:test";
import { audit } from "./audit-log.ts";
import { describeOnEach } from "./auth-test-app.ts";
import { down } from "./user-tables.fixture.ts";

describeOnEach("the audit table", (authTestApp) => {
  it("takes new rows, and lets nobody change or remove one", async () => {
    await using app = await authTestApp();
    await audit(app.auth.db, app.clock, { action: "log_in", reason: "credentials", network: "192.0.2.1" });
    const refused = /users_audit is only added to/;
    await assert.rejects(app.db.updateTable("users_audit").set({ outcome: "ok" }).execute(), refused);
    await assert.rejects(app.db.deleteFrom("users_audit").execute(), refused);
    assert.deepEqual(await app.audited(), ["log_in: credentials"]);
  });

  it("can be dropped by the migration that made it", async () => {
    await using app = await authTestApp();
    await down(app.db as never);
    const left = await app.db.introspection.getTables();
    assert.equal(
      left.some(({ name }) => name.startsWith("users")),
      false,
    );
  });
});
