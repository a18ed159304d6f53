import { once } from "node:events";
import { type AddressInfo, type Socket, createServer } from "node:net";

/** A mail as a mail server took it. */
export interface TakenMail {
  readonly recipients: readonly string[];
  /** Headers and bodies, as they came over the wire. */
  readonly source: string;
  /** Addresses of pages in it, each once. */
  readonly links: readonly string[];
}

/** A mail server that takes every mail and delivers none. */
export interface MailServer {
  readonly url: string;
  readonly mails: readonly TakenMail[];
  /** The newest mail to an address that has a link with this text; waits for one that is on its way. */
  mailTo(address: string, linkWith?: string): Promise<TakenMail>;
  /** Whether it hangs up on everybody, as a server does that is down. */
  isDown: boolean;
  close(): Promise<void>;
}

const PATIENCE = 10_000;

export async function mailServer(): Promise<MailServer> {
  const mails: TakenMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    if (mailbox.isDown) return void socket.destroy();
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    takeMails(socket, (mail) => mails.push(mail));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  const find = (address: string, linkWith: string): TakenMail | undefined =>
    mails.findLast(
      ({ recipients, links }) => recipients.includes(address) && links.some((link) => link.includes(linkWith)),
    );
  const mailbox: MailServer = {
    isDown: false,
    url: `smtp://127.0.0.1:${port}`,
    mails,
    async mailTo(address, linkWith = "/") {
      const deadline = AbortSignal.timeout(PATIENCE);
      for (;;) {
        const found = find(address, linkWith);
        if (found) return found;
        if (deadline.aborted) throw new Error(`No mail to ${address} with a link to ${linkWith} has come.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
  return mailbox;
}

/** The server's side of SMTP (RFC 5321), as far as a mailer goes that is told of no extension. */
function takeMails(socket: Socket, taken: (mail: TakenMail) => void): void {
  let recipients: string[] = [];
  let data: string[] | null = null;
  let rest = "";
  const answer = (line: string): string => {
    if (data !== null) {
      if (line !== ".") return (data.push(line.replace(/^\./, "")), "");
      taken({ recipients, source: data.join("\n"), links: linksOf(data.join("\n")) });
      [recipients, data] = [[], null];
      return "250 taken";
    }
    if (/^DATA$/i.test(line)) return ((data = []), "354 go on");
    if (/^QUIT$/i.test(line)) return "221 bye";
    const recipient = /^RCPT TO:<(.*)>/i.exec(line)?.[1];
    if (recipient !== undefined) recipients.push(recipient);
    return "250 ok";
  };
  socket.on("error", () => {});
  socket.write("220 attack\r\n");
  socket.on("data", (chunk) => {
    const lines = (rest + chunk.toString()).split("\r\n");
    rest = lines.pop() ?? "";
    const answers = lines.map(answer).filter(Boolean);
    if (answers.length > 0) socket.write(`${answers.join("\r\n")}\r\n`);
  });
}

/** Reads quoted-printable (RFC 2045, section 6.7), which other encodings of our mails pass through unharmed. */
const readable = (source: string): string =>
  source
    .replaceAll(/=\n/g, "")
    .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

const linksOf = (source: string): readonly string[] => [
  ...new Set(Array.from(readable(source).matchAll(/https?:\/\/[^\s"'<>]+/g), ([link]) => link)),
];
