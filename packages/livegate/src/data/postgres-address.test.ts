import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { postgresAddress } from "./postgres-address.ts";

describe("the address of a PostgreSQL server", () => {
  it("says how many connections there may be, which the server is not told", () => {
    assert.deepEqual(postgresAddress("postgres://app:a%20b@db.test/app?pool=20"), {
      connectionString: "postgres://app:a%20b@db.test/app",
      pool: 20,
    });
    assert.equal(postgresAddress("postgres://app@db.test/app").pool, 10);
  });

  it("names a TLS mode as what is made of it, unless somebody wants the weaker one", () => {
    for (const mode of ["prefer", "require", "verify-ca", "verify-full"])
      assert.match(
        postgresAddress(`postgres://db.test/app?sslmode=${mode}`).connectionString,
        /\?sslmode=verify-full$/,
      );
    for (const kept of ["sslmode=disable", "sslmode=require&uselibpqcompat=true"])
      assert.ok(postgresAddress(`postgres://db.test/app?${kept}`).connectionString.endsWith(`?${kept}`));
  });
});
