import assert from "node:assert/strict";
import { test } from "node:test";
import { smtpMailer } from "livegate/auth";
import { mailServer } from "./mail-server.ts";

const link = `https://app.attack.test/users/log_in/${"x-y_z".repeat(20)}`;

test("a mail that was sent is kept, with its recipient and whole links, however long its lines are", async () => {
  const server = await mailServer();
  const mailer = smtpMailer({ url: server.url, from: "App <app@attack.test>" });
  await mailer.send({
    to: "ada@example.com",
    subject: "Grüße",
    text: `Ümlaut ${link} …`,
    html: `<a href="${link}">Log in</a>`,
  });
  await mailer.send({ to: "ada@example.com", subject: "Later", text: "No link.\n.\nA dot.", html: "<p>No link.</p>" });
  const mail = await server.mailTo("ada@example.com", "/users/log_in/");
  assert.deepEqual([mail.recipients, mail.links], [["ada@example.com"], [link]]);
  assert.equal(server.mails.length, 2);
  mailer.close();
  await server.close();
});
