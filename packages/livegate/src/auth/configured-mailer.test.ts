import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../token/secret.ts";
import { configuredMailer } from "./configured-mailer.ts";
import { mailbox } from "./mailbox.ts";

const mail = { url: new Secret("smtp://127.0.0.1:1"), from: "shop@example.com" };

test("a named server takes the mails, wherever the app runs", () => {
  const box = mailbox();
  for (const production of [true, false]) {
    const mailer = configuredMailer({ production, mail }, box);
    assert.notEqual(mailer, box);
    mailer.close();
  }
});

test("without one they stay in the mailbox", () => {
  const box = mailbox();
  assert.equal(configuredMailer({ production: false, mail: null }, box), box);
});

test("production doesn't start without one", () => {
  assert.throws(() => configuredMailer({ production: true, mail: null }, mailbox()), {
    code: "LG_CONFIG",
    message: /SMTP_URL is missing/,
    remedy: /^MAIL_FROM=/m,
  });
});
