import assert from "node:assert/strict";
import { it } from "node:test";
import { authTestApp as newApp, describeOnEach } from "./auth-test-app.ts";
import type { Mail, Mailer } from "./mailer.ts";

const email = "ada@example.com";
const HOUR = 3_600_000;

/** A mail server that can be down. */
function flakyMailer() {
  const sent: Mail[] = [];
  const server = { isDown: true, tries: 0 };
  const mailer: Mailer = {
    async send(mail) {
      server.tries += 1;
      if (server.isDown) throw new Error("451 try again later");
      sent.push(mail);
    },
    close: () => {},
  };
  return { sent, server, mailer };
}

describeOnEach("the mail worker", (authTestApp) => {
  it("stops while its outbox can't be read: whoever asked for the mails hears of it, whoever stops doesn't", async () => {
    await using app = await authTestApp();
    await app.db.schema.dropTable("users_mails").execute();
    const delivered = assert.rejects(app.accounts.deliverMails(), /users_mails/);
    await Promise.resolve(); // It has begun.
    await app.accounts.stop();
    await delivered;
  });

  it("tries again what failed, with longer and longer pauses", async () => {
    const { sent, server, mailer } = flakyMailer();
    await using app = await authTestApp({ mailer });
    await app.user();
    await app.accounts.requestLogInLink({ email }, app.stranger());
    await app.accounts.deliverMails();
    await app.accounts.deliverMails();
    assert.deepEqual([server.tries, await app.rows("users_mails")], [1, 1], "not at once");
    app.clock.advance(15_000);
    await app.accounts.deliverMails();
    assert.equal(server.tries, 2);
    server.isDown = false;
    app.clock.advance(29_999);
    await app.accounts.deliverMails();
    assert.equal(server.tries, 2);
    app.clock.advance(1);
    await app.accounts.deliverMails();
    assert.deepEqual([sent.length, await app.rows("users_mails"), await app.rows("users_tokens")], [1, 0, 1]);
  });

  it("gives up after a day, and says so", async () => {
    const { server, mailer } = flakyMailer();
    await using app = await authTestApp({ mailer });
    await app.user();
    await app.accounts.requestLogInLink({ email }, app.stranger());
    for (let hour = 0; hour < 30; hour++) {
      await app.accounts.deliverMails();
      app.clock.advance(HOUR);
    }
    assert.equal(await app.rows("users_mails"), 0);
    assert.ok(server.tries > 20);
    assert.equal((await app.audited()).at(-1), "mail_log_in: undeliverable");
  });

  it("sends what a former run of the app left", async () => {
    const { mailer } = flakyMailer();
    await using app = await authTestApp({ mailer });
    await app.user();
    await app.accounts.requestLogInLink({ email }, app.stranger());
    await app.accounts.deliverMails();
    await app.accounts.stop();
    app.clock.advance(HOUR);
    const { testLinks } = await import("./auth-test-app.ts");
    await app.accounts.start({
      db: app.db,
      mailer: app.box,
      links: testLinks,
      url: new URL("https://shop.test"),
      clock: app.clock,
      log: app.auth.log,
    });
    await app.accounts.deliverMails();
    assert.equal(app.box.lastTo(email)?.subject, "log in");
  });

  it("sends each mail once, however many look at once", async () => {
    await using app = await authTestApp();
    for (let index = 0; index < 10; index++) {
      await app.user(`u${index}@example.com`);
      await app.accounts.requestLogInLink({ email: `u${index}@example.com` }, app.stranger());
    }
    await Promise.all(Array.from({ length: 5 }, () => app.accounts.deliverMails()));
    assert.equal(app.box.mails.length, 10);
    assert.equal(new Set(app.box.mails.map(({ to }) => to)).size, 10);
  });
});

it("goes to work by itself, soon after something was put into the outbox", async () => {
  await using app = await newApp();
  await app.user();
  await app.accounts.requestLogInLink({ email }, app.stranger());
  const came = new Promise<string>((resolve) => app.box.onMail(({ subject }) => resolve(subject)));
  app.clock.advance(100);
  assert.equal(await came, "log in");
});

it("writes to the address as it is stored, under the app's own address, in text and HTML", async () => {
  await using app = await newApp();
  await app.user();
  await app.accounts.requestLogInLink({ email: " ADA@EXAMPLE.com " }, app.stranger());
  await app.accounts.deliverMails();
  const [mail] = app.box.mails;
  assert.equal(mail?.to, email);
  assert.match(mail?.html ?? "", /<a href="https:\/\/shop\.test\/log_in\/[\w-]{43}">/);
});
