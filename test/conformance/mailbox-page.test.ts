import assert from "node:assert/strict";
import { test } from "node:test";
import { html, localPubSub, pipeline, router } from "livegate";
import { mailbox } from "livegate/auth";
import { devTools, mailboxPage } from "livegate/dev";
import { endpoint } from "livegate/endpoint";
import { fetchLiveFlash, fetchSession, logger, protectFromForgery, putRootLayout, secureHeaders } from "livegate/plug";
import { testApp } from "livegate/testing";
import { Secret } from "livegate/token";

const browser = pipeline([
  fetchSession(),
  fetchLiveFlash(),
  putRootLayout(({ inner, csrfToken }) => html`<meta name="csrf-token" content="${csrfToken}">${inner}`),
  protectFromForgery(),
  secureHeaders(),
]);

function appWith({ production = false } = {}) {
  const [box, pubsub] = [mailbox(), localPubSub()];
  const app = endpoint({
    router: router((r) => r.scope({ pipeThrough: browser, development: true }, devTools([mailboxPage(box, pubsub)]))),
    pubsub,
    production,
    url: new URL(production ? "https://shop.test" : "http://127.0.0.1:4000"),
    secretKeyBase: [new Secret("s".repeat(64))],
    log: logger({ level: "silent" }),
  });
  return { app, box };
}

const mail = (subject: string) => ({
  to: "ada@example.com",
  subject,
  text: `Hello <b>Ada</b>,\n\nhttps://shop.test/users/confirm/abc is yours.`,
  html: "<p>Hello</p><script>alert(1)</script>",
});

test("the mailbox shows mails with their links, the newest first, and new ones by themselves", async () => {
  const { app, box } = appWith();
  await using site = testApp(app);
  await using page = await site.visit("/dev/mailbox");
  assert.match(page.text(), /No mail yet/);
  await box.send(mail("First"));
  await box.send(mail("Second"));
  await site.settled();
  assert.deepEqual(page.texts("#mails h2"), ["Second", "First"]);
  assert.match(page.text("#mails"), /Hello <b>Ada<\/b>/);
  assert.match(page.html("#mails"), /<a class="link" href="https:\/\/shop\.test\/users\/confirm\/abc">/);
});

test("a mail's HTML is shown where it can do nothing", async () => {
  const { app, box } = appWith();
  await using site = testApp(app);
  await box.send(mail("First"));
  const answer = await site.client().request("/dev/mailbox/1");
  assert.match(await answer.text(), /<p>Hello<\/p>/);
  const policy = answer.headers.get("content-security-policy") ?? "";
  assert.match(policy, /sandbox(?!.*allow-scripts)/);
  assert.match(policy, /default-src 'none'/);
  assert.equal((await site.client().request("/dev/mailbox/77")).status, 404);
});

test("production has none of it", async () => {
  const { app } = appWith({ production: true });
  await using site = testApp(app);
  for (const path of ["/dev", "/dev/mailbox", "/dev/mailbox/1", "/dev/components"]) {
    assert.equal((await site.client().request(path)).status, 404, path);
  }
});
