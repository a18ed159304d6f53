import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import {
  type AccountsSite,
  confirmed__Schema__,
  mailedToken,
  openAccounts,
  otherPassword,
  password,
  registered__Schema__,
  stranger,
} from "#test/__context-file__-site";
import { repo } from "../repo.ts";
import { __Context__ } from "./__context-file__.ts";
import { __schema__FromRow } from "./__file__.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const ada = "ada@example.com";

/** The messages of a refusal by field; none where it was done. */
const errorsOf = (result: { readonly ok: boolean; readonly errors?: unknown }) =>
  Object.keys((result.errors ?? {}) as object);

const rowOf = (email = ada) =>
  repo.db.selectFrom("__table__").selectAll().where("email", "=", email).executeTakeFirstOrThrow();

const logsIn = async (typed: string, email = ada): Promise<boolean> =>
  (await __Context__.logInWithPassword({ email, password: typed }, stranger)).ok;

describe("registering", () => {
  const refused: readonly (readonly [what: string, input: unknown, fields: readonly string[]])[] = [
    ["nothing", {}, ["email", "password"]],
    ["no form at all", null, ["email", "password"]],
    ["a list", ["ada@example.com", password], ["email", "password"]],
    ["an address without an @", { email: "ada.example.com", password }, ["email"]],
    ["an address with a space", { email: "ada lovelace@example.com", password }, ["email"]],
    ["an address of two lines", { email: "ada@example.com\nbcc: eve@example.com", password }, ["email"]],
    ["an address that is too long", { email: `${"a".repeat(160)}@example.com`, password }, ["email"]],
    ["an address that is a list", { email: [ada], password }, ["email"]],
    ["a password that is too short", { email: ada, password: "only eleven" }, ["password"]],
    ["a password that is too long", { email: ada, password: "x".repeat(129) }, ["password"]],
    ["a password that is an object", { email: ada, password: { length: 20 } }, ["password"]],
    ["a password that everybody tries first", { email: ada, password: "passwordpassword" }, ["password"]],
    ["a password made of the address", { email: "lovelace@example.com", password: "lovelace-lovelace" }, ["password"]],
  ];
  for (const [what, input, fields] of refused) {
    it(`is refused with ${what}`, async () => {
      await using _ = await openAccounts();
      const result = await __Context__.register(input, stranger);
      assert.deepEqual(errorsOf(result).toSorted(), fields);
      assert.deepEqual(await repo.db.selectFrom("__table__").selectAll().execute(), []);
    });
  }

  const longest = "the quick brown fox jumps over the lazy dog and nobody knows why ".repeat(2).slice(0, 128);
  for (const good of ["aaaaaa bbbbbb", "vier kleine Pferde", "🐎🐪🐘🦒🐅🐆🦓🦍🐊🐢🦎🐍", longest]) {
    it(`takes the password ${JSON.stringify(good.slice(0, 20))}, ${[...good].length} characters long`, async () => {
      await using at = await openAccounts();
      assert.deepEqual(errorsOf(await __Context__.register({ email: ada, password: good }, stranger)), []);
      await __Context__.confirm(await mailedToken(at), { password: good }, stranger);
      assert.equal(await logsIn(good), true);
    });
  }

  it("gives a user who isn't confirmed, with the address in small letters", async () => {
    await using _ = await openAccounts();
    assert.ok((await __Context__.register({ email: "  Ada@Example.COM ", password }, stranger)).ok);
    const { email, confirmedAt, hasPassword } = __schema__FromRow(await rowOf());
    assert.deepEqual({ email, confirmedAt, hasPassword }, { email: ada, confirmedAt: null, hasPassword: true });
  });

  it("keeps the password as an argon2id hash alone, and shows neither", async () => {
    await using _ = await openAccounts();
    await __Context__.stop();
    // As in production, where hashes cost what they should.
    await __Context__.start({ db: repo.db, mailer: null });
    const user = await registered__Schema__();
    const { hashed_password: hashed } = await rowOf();
    assert.match(hashed ?? "", /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.ok(!inspect(user).includes(password) && !inspect(user).includes("argon2"));
  });

  it("takes an address once, however it is written", async () => {
    await using _ = await openAccounts();
    await registered__Schema__();
    const again = await __Context__.register({ email: "ADA@example.com", password }, stranger);
    // @if verified
    assert.deepEqual(errorsOf(again), []);
    // @else
    assert.deepEqual(errorsOf(again), ["email"]);
    // @end
    assert.equal((await repo.db.selectFrom("__table__").selectAll().execute()).length, 1);
  });

  it("takes an address once when twenty come at the same time", async () => {
    await using _ = await openAccounts();
    const from = (host: number) => ({ ...stranger, network: `192.0.2.${host}` });
    await Promise.all([...Array(20).keys()].map((host) => __Context__.register({ email: ada, password }, from(host))));
    assert.equal((await repo.db.selectFrom("__table__").selectAll().execute()).length, 1);
  });

  it("takes nothing from the form but address and password", async () => {
    await using _ = await openAccounts();
    const more = { id: 77, confirmed_at: "2020-01-01", hashed_password: "x", access_epoch: 9, role: "admin" };
    assert.ok((await __Context__.register({ email: ada, password, ...more }, stranger)).ok);
    const { id, confirmed_at, access_epoch } = await rowOf();
    assert.deepEqual([String(id) === "77", confirmed_at, access_epoch], [false, null, 0]);
  });

  it("mails a link that confirms the address", async () => {
    await using at = await openAccounts();
    await registered__Schema__();
    await __Context__.deliverMails();
    const mail = at.box.lastTo(ada);
    assert.match(mail?.subject ?? "", /Confirm/);
    assert.match(mail?.links[0] ?? "", /\/__folder__\/confirm\/[\w-]{43}$/);
  });
});

describe("logging in with a password", () => {
  it("takes the address in any spelling and the password exactly", async () => {
    await using at = await openAccounts();
    await confirmed__Schema__(at);
    assert.equal(await logsIn(password, " ADA@example.com"), true);
    for (const wrong of [`${password} `, ` ${password}`, password.toUpperCase(), `${password}\0`, ""]) {
      assert.equal(await logsIn(wrong), false, JSON.stringify(wrong));
    }
  });

  it("says the same for an unknown address and for a wrong password", async () => {
    await using _ = await openAccounts();
    await registered__Schema__();
    const wrong = await __Context__.logInWithPassword({ email: ada, password: otherPassword }, stranger);
    const unknown = await __Context__.logInWithPassword({ email: "eve@example.com", password }, stranger);
    assert.deepEqual(unknown, wrong);
    assert.equal(wrong.ok, false);
  });

  for (const input of [null, 7, "text", [], { email: {}, password: [] }, { email: ada, password: { $ne: "" } }]) {
    it(`refuses ${JSON.stringify(input)}`, async () => {
      await using _ = await openAccounts();
      await registered__Schema__();
      assert.equal((await __Context__.logInWithPassword(input, stranger)).ok, false);
    });
  }

  it("makes strangers wait after ten tries, and its owner's own device not", async () => {
    await using _ = await openAccounts();
    await registered__Schema__();
    const tries = [];
    for (let host = 0; host < 11; host++) {
      const visitor = { ...stranger, network: `198.51.100.${host}` };
      tries.push(await __Context__.logInWithPassword({ email: ada, password: otherPassword }, visitor));
    }
    const last = tries.at(-1);
    assert.ok(last && !last.ok);
    assert.equal(last.status, 429);
    assert.ok(last.retryAfter !== null && last.retryAfter <= 60);
  });
});

describe("a mailed link", () => {
  const purposes = {
    log_in: {
      ask: () => __Context__.requestLogInLink({ email: ada }, stranger),
      use: (token: unknown) => __Context__.logInWithLink(token, { password }, stranger),
      good: 10 * MINUTE,
    },
    confirm: {
      ask: () => __Context__.requestConfirmation({ email: ada }, stranger),
      use: (token: unknown) => __Context__.confirm(token, { password }, stranger),
      good: 7 * DAY,
    },
    reset_password: {
      ask: () => __Context__.requestPasswordReset({ email: ada }, stranger),
      use: (token: unknown) => __Context__.resetPassword(token, { password: otherPassword }, stranger),
      good: 60 * MINUTE,
    },
  } as const;

  async function asked(at: AccountsSite, purpose: keyof typeof purposes): Promise<string> {
    await registered__Schema__();
    await __Context__.deliverMails();
    await purposes[purpose].ask();
    return mailedToken(at);
  }

  for (const purpose of ["log_in", "confirm", "reset_password"] as const) {
    const { ask, use, good } = purposes[purpose];

    it(`for ${purpose} is asked for with the same answer, whether the address is known or not`, async () => {
      await using at = await openAccounts();
      const unknown = await ask();
      await __Context__.deliverMails();
      assert.deepEqual(at.box.mails, []);
      await registered__Schema__();
      assert.deepEqual(await ask(), unknown);
    });

    it(`for ${purpose} says whose it is, any number of times, and is used once`, async () => {
      await using at = await openAccounts();
      const token = await asked(at, purpose);
      for (let look = 0; look < 3; look++) {
        const seen = await __Context__.peek(purpose, token);
        assert.equal(seen.ok && seen.value.email, ada);
      }
      assert.equal((await use(token)).ok, true);
      assert.equal((await use(token)).ok, false);
      assert.equal((await __Context__.peek(purpose, token)).ok, false);
    });

    it(`for ${purpose} is used once when twenty do it at the same time`, async () => {
      await using at = await openAccounts();
      const token = await asked(at, purpose);
      const results = await Promise.all(Array.from({ length: 20 }, () => use(token)));
      assert.equal(results.filter(({ ok }) => ok).length, 1);
    });

    it(`for ${purpose} is good to its last moment and no longer`, async () => {
      await using at = await openAccounts();
      const token = await asked(at, purpose);
      at.clock.advance(good - 1);
      assert.equal((await __Context__.peek(purpose, token)).ok, true);
      at.clock.advance(1);
      assert.equal((await use(token)).ok, false);
    });

    it(`for ${purpose} is kept hashed`, async () => {
      await using at = await openAccounts();
      const token = await asked(at, purpose);
      const rows = await repo.db.selectFrom("__table___tokens").selectAll().execute();
      assert.ok(rows.length > 0 && !JSON.stringify(rows).includes(token));
    });

    it(`for ${purpose} is good for nothing else`, async () => {
      await using at = await openAccounts();
      const token = await asked(at, purpose);
      for (const [other, { use: misuse }] of Object.entries(purposes)) {
        if (other !== purpose) assert.equal((await misuse(token)).ok, false, other);
      }
      assert.equal((await __Context__.changeEmail(token, stranger)).ok, false);
      assert.equal((await use(token)).ok, true);
    });

    it(`for ${purpose} that is no such thing is refused, all the same`, async () => {
      await using _ = await openAccounts();
      const refusal = await use("x");
      for (const token of ["", "%", "../..", "A".repeat(43), "A".repeat(9000), null, 7, {}, ["a"]]) {
        assert.deepEqual(await use(token), refusal, JSON.stringify(token)?.slice(0, 30));
      }
    });
  }

  it("of before a new password is dead", async () => {
    await using at = await openAccounts();
    const user = await confirmed__Schema__(at);
    await __Context__.requestPasswordReset({ email: ada }, stranger);
    const token = await mailedToken(at);
    const changed = await __Context__.changePassword(
      user,
      { password: otherPassword, current_password: password },
      stranger,
    );
    assert.ok(changed.ok);
    assert.equal((await __Context__.resetPassword(token, { password: "noch fünf Kamele" }, stranger)).ok, false);
  });
});

describe("the first proof of an address", () => {
  it("keeps the password where it comes with it", async () => {
    await using at = await openAccounts();
    await registered__Schema__();
    const result = await __Context__.confirm(await mailedToken(at), { password }, stranger);
    assert.equal(result.ok && result.value.voided, false);
    assert.equal(await logsIn(password), true);
  });

  it("voids it otherwise: somebody else may have registered the address", async () => {
    await using at = await openAccounts();
    await registered__Schema__();
    const result = await __Context__.confirm(await mailedToken(at), {}, stranger);
    assert.equal(result.ok && result.value.voided, true);
    assert.equal(await logsIn(password), false);
    assert.equal((await rowOf()).hashed_password, null);
  });

  it("may be a log-in link as well", async () => {
    await using at = await openAccounts();
    await registered__Schema__();
    await __Context__.deliverMails();
    await __Context__.requestLogInLink({ email: ada }, stranger);
    const result = await __Context__.logInWithLink(await mailedToken(at), {}, stranger);
    assert.ok(result.ok);
    assert.deepEqual([result.value.voided, result.value.user.hasPassword], [true, false]);
    assert.notEqual(result.value.user.confirmedAt, null);
  });
});

describe("changing the password", () => {
  const refused: readonly (readonly [what: string, input: unknown, fields: readonly string[]])[] = [
    ["without the current one", { password: otherPassword }, ["current_password"]],
    ["with a wrong current one", { password: otherPassword, current_password: "no idea at all" }, ["current_password"]],
    ["to one that is too short", { password: "short", current_password: password }, ["password"]],
    ["to one that is too long", { password: "x".repeat(129), current_password: password }, ["password"]],
    ["to nothing", null, ["password"]],
  ];
  for (const [what, input, fields] of refused) {
    it(`is refused ${what}`, async () => {
      await using at = await openAccounts();
      const user = await confirmed__Schema__(at);
      const result = await __Context__.changePassword(user, input, stranger);
      assert.ok(!result.ok && fields.every((field) => errorsOf(result).includes(field)), JSON.stringify(result));
      assert.equal(await logsIn(password), true);
    });
  }

  it("takes the new one, tells the owner, and the old one is dead", async () => {
    await using at = await openAccounts();
    const user = await confirmed__Schema__(at);
    const input = { password: otherPassword, current_password: password };
    assert.ok((await __Context__.changePassword(user, input, stranger)).ok);
    assert.deepEqual([await logsIn(password), await logsIn(otherPassword)], [false, true]);
    await __Context__.deliverMails();
    assert.match(at.box.lastTo(ada)?.subject ?? "", /password/i);
  });

  it("takes a mailed code where there is no password yet, once", async () => {
    await using at = await openAccounts();
    await registered__Schema__();
    const proved = await __Context__.confirm(await mailedToken(at), {}, stranger);
    assert.ok(proved.ok);
    const { user } = proved.value;
    await __Context__.requestCode(user, stranger);
    await __Context__.deliverMails();
    const code = /\b[2-9A-Z]{8}\b/.exec(at.box.lastTo(ada)?.text ?? "")?.[0] ?? "";
    assert.equal(
      (await __Context__.changePassword(user, { password: otherPassword, code: "AAAAAAAA" }, stranger)).ok,
      false,
    );
    assert.equal((await __Context__.changePassword(user, { password: otherPassword, code }, stranger)).ok, true);
    assert.equal(await logsIn(otherPassword), true);
  });
});

describe("changing the address", () => {
  const wanted = "ada.lovelace@example.org";

  async function linkFor(at: AccountsSite): Promise<string> {
    const user = await confirmed__Schema__(at);
    const result = await __Context__.requestEmailChange(user, { email: wanted, current_password: password }, stranger);
    assert.ok(result.ok, JSON.stringify(result));
    return mailedToken(at, wanted);
  }

  const refused: readonly (readonly [what: string, input: unknown])[] = [
    ["without the password", { email: wanted }],
    ["with a wrong password", { email: wanted, current_password: otherPassword }],
    ["to what is no address", { email: "nowhere", current_password: password }],
    ["to the same one", { email: ada, current_password: password }],
    ["to a list", { email: [wanted], current_password: password }],
  ];
  for (const [what, input] of refused) {
    it(`is refused ${what}`, async () => {
      await using at = await openAccounts();
      const user = await confirmed__Schema__(at);
      assert.equal((await __Context__.requestEmailChange(user, input, stranger)).ok, false);
      await __Context__.deliverMails();
      assert.equal(at.box.lastTo(wanted), undefined);
    });
  }

  it("changes nothing before the link at the new address is followed", async () => {
    await using at = await openAccounts();
    const token = await linkFor(at);
    assert.equal((await rowOf()).email, ada);
    assert.ok((await __Context__.changeEmail(token, stranger)).ok);
    assert.equal((await rowOf(wanted)).email, wanted);
    assert.equal((await __Context__.changeEmail(token, stranger)).ok, false);
  });

  it("tells the former address, which can take it back", async () => {
    await using at = await openAccounts();
    assert.ok((await __Context__.changeEmail(await linkFor(at), stranger)).ok);
    const undo = await mailedToken(at, ada);
    assert.match(at.box.lastTo(ada)?.text ?? "", /ada\.lovelace@example\.org/);
    assert.ok((await __Context__.undoEmailChange(undo, stranger)).ok);
    assert.equal((await rowOf()).email, ada);
    assert.equal((await __Context__.undoEmailChange(undo, stranger)).ok, false);
  });

  it("comes to nothing where a later one was asked for", async () => {
    await using at = await openAccounts();
    const first = await linkFor(at);
    const { id } = await rowOf();
    await __Context__.requestEmailChange({ id }, { email: "third@example.org", current_password: password }, stranger);
    await __Context__.deliverMails();
    assert.equal((await __Context__.changeEmail(first, stranger)).ok, false);
  });

  it("comes to nothing where somebody has taken the address meanwhile", async () => {
    await using at = await openAccounts();
    const token = await linkFor(at);
    await registered__Schema__(wanted);
    assert.equal((await __Context__.changeEmail(token, stranger)).ok, false);
    assert.equal((await rowOf()).email, ada);
  });
});

describe("deleting an account", () => {
  it("is refused without the password", async () => {
    await using at = await openAccounts();
    const user = await confirmed__Schema__(at);
    for (const input of [{}, null, { current_password: otherPassword }]) {
      assert.equal((await __Context__.deleteAccount(user, input, stranger)).ok, false);
    }
    assert.equal((await rowOf()).email, ada);
  });

  it("takes everything of the user's along, and frees the address", async () => {
    await using at = await openAccounts();
    const user = await confirmed__Schema__(at);
    assert.ok((await __Context__.deleteAccount(user, { current_password: password }, stranger)).ok);
    for (const table of ["__table__", "__table___sessions", "__table___tokens"] as const) {
      assert.deepEqual(await repo.db.selectFrom(table).selectAll().execute(), [], table);
    }
    assert.ok((await __Context__.register({ email: ada, password }, stranger)).ok);
  });
});

describe("the audit", () => {
  it("can't be changed or removed", async () => {
    await using _ = await openAccounts();
    await registered__Schema__();
    await assert.rejects(repo.db.deleteFrom("__table___audit").execute());
    await assert.rejects(repo.db.updateTable("__table___audit").set({ outcome: "ok" }).execute());
  });

  it("has a line for what was done and for what was refused, without secrets", async () => {
    await using _ = await openAccounts();
    await registered__Schema__();
    await logsIn(otherPassword);
    const rows = await repo.db.selectFrom("__table___audit").selectAll().execute();
    assert.deepEqual(rows.map(({ outcome }) => outcome).toSorted(), ["ok", "refused"]);
    assert.ok(rows.every(({ network }) => network === stranger.network));
    assert.ok(!JSON.stringify(rows).includes(password) && !JSON.stringify(rows).includes(otherPassword));
  });
});
