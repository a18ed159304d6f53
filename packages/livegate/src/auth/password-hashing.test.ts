import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { goodPassword } from "./auth-test-app.ts";
import { cheapHash } from "./cheap-hash.ts";
import { passwordHashing } from "./password-hashing.ts";

describe("a password's hash", () => {
  it("is argon2id with 19 MiB, two passes and one thread, with a salt of its own", async () => {
    const hashing = passwordHashing();
    const [one, two] = [await hashing.hash(goodPassword, false), await hashing.hash(goodPassword, false)];
    assert.match(one ?? "", /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.notEqual(one, two);
  });

  it("fits the password and nothing else, not even what is cut off, padded or of other case", async () => {
    const hashing = passwordHashing(cheapHash);
    const long = `${"x".repeat(72)} and more`;
    const hashed = await hashing.hash(long, false);
    assert.equal(await hashing.verify(hashed, long, false), true);
    for (const typed of [
      long.slice(0, 72),
      `${long} `,
      ` ${long}`,
      long.toUpperCase(),
      `${long}\0`,
      "",
      null,
      7,
      [long],
      { long },
    ]) {
      assert.equal(await hashing.verify(hashed, typed, false), false);
    }
  });

  it("that is missing or no hash fits nothing", async () => {
    const hashing = passwordHashing(cheapHash);
    for (const hashed of [null, "", "x", "$argon2id$v=19$m=19456,t=2,p=1$AAAA"]) {
      assert.equal(await hashing.verify(hashed, goodPassword, false), false);
      assert.equal(await hashing.verify(hashed, "", false), false);
    }
  });

  it("is outdated where its parameters are not today's", async () => {
    const hashed = (await passwordHashing(cheapHash).hash(goodPassword, false)) ?? "";
    assert.equal(passwordHashing(cheapHash).isOutdated(hashed), false);
    assert.equal(passwordHashing().isOutdated(hashed), true);
  });

  it("is not made where too many wait, which is said at once", async () => {
    const hashing = passwordHashing(cheapHash, { size: 1, queue: 4 });
    const results = await Promise.all(Array.from({ length: 20 }, () => hashing.verify(null, goodPassword, false)));
    assert.deepEqual(
      [results.filter((fits) => fits === false).length, results.filter((fits) => fits === null).length],
      [4, 16],
    );
  });
});
