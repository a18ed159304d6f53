import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { describe, it } from "node:test";
import { textAsHtml } from "./mail-texts.ts";
import { mailbox } from "./mailbox.ts";
import { smtpMailer } from "./mailer.ts";

/** The least of a mail server: takes everything, and keeps what it was told. */
async function smtpServer(refuse = false) {
  const told: string[] = [];
  const server = createServer((socket) => {
    let inData = false;
    socket.write("220 test\r\n");
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n").slice(0, -1)) {
        told.push(line);
        if (inData && line !== ".") continue;
        if (line === "DATA") inData = true;
        else if (line === ".") inData = false;
        const answer = inData ? "354 go on" : refuse && line.startsWith("RCPT") ? "451 later" : "250 ok";
        socket.write(`${answer}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return { told, url: `smtp://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() };
}

const mail = { to: "ada@example.com", subject: "Grüße", text: "Ümlaut\n\nhttps://shop.test/x", html: "<p>Ümlaut</p>" };

describe("a mailer over SMTP", () => {
  it("sends one mail to one address, as text and as HTML", async () => {
    using server = await smtpServer();
    const mailer = smtpMailer({ url: server.url, from: "Teacher <teacher@example.com>" });
    await mailer.send(mail);
    mailer.close();
    assert.deepEqual(
      server.told.filter((line) => /^(?:MAIL|RCPT)/.test(line)),
      ["MAIL FROM:<teacher@example.com>", "RCPT TO:<ada@example.com>"],
    );
    const text = server.told.join("\n");
    assert.match(text, /Content-Type: text\/plain; charset=utf-8/);
    assert.match(text, /Content-Type: text\/html; charset=utf-8/);
  });

  it("takes no address for a list of them, and no subject for headers", async () => {
    using server = await smtpServer();
    const mailer = smtpMailer({ url: server.url, from: "teacher@example.com" });
    await mailer
      .send({ ...mail, to: "ada@example.com, eve@evil.example", subject: "a\r\nBcc: eve@evil.example" })
      .catch(() => null);
    mailer.close();
    assert.ok(server.told.filter((line) => line.startsWith("RCPT")).length <= 1);
    assert.equal(
      server.told.some((line) => /^bcc:/i.test(line)),
      false,
    );
  });

  it("says that a mail wasn't taken", async () => {
    using server = await smtpServer(true);
    const mailer = smtpMailer({ url: server.url, from: "teacher@example.com" });
    await assert.rejects(mailer.send(mail), /451 later/);
    mailer.close();
  });
});

describe("a mailbox", () => {
  it("keeps the newest mails, finds the last one to an address, and tells of each", async () => {
    const box = mailbox();
    const heard: number[] = [];
    const stop = box.onMail(({ id }) => heard.push(id));
    for (let count = 0; count < 201; count++) await box.send({ ...mail, subject: String(count) });
    stop();
    await box.send({ ...mail, to: "eve@example.com" });
    assert.deepEqual([box.mails.length, box.mails[0]?.to, box.mails.at(-1)?.subject], [200, "eve@example.com", "2"]);
    assert.equal(box.lastTo("ada@example.com")?.subject, "200");
    assert.deepEqual(box.lastTo("ada@example.com")?.links, ["https://shop.test/x"]);
    assert.deepEqual([heard.length, heard.at(-1)], [201, 201]);
    box.clear();
    assert.deepEqual(box.mails, []);
  });
});

describe("a text as HTML", () => {
  it("has paragraphs and links, and nothing of the text becomes markup", () => {
    const page = textAsHtml('Hello <b>"Ada"</b>\nand you\n\nhttps://shop.test/x?a=1&b=2');
    assert.match(page, /<p>Hello &lt;b&gt;&quot;Ada&quot;&lt;\/b&gt;<br>\nand you<\/p>/);
    assert.match(page, /<a href="https:\/\/shop\.test\/x\?a=1&amp;b=2">https:\/\/shop\.test\/x\?a=1&amp;b=2<\/a>/);
  });
});
