import { newClient } from "../ground.ts";
import { sessionsOf } from "../principals.ts";
import type { Stage } from "../stage.ts";
import type { RawClient } from "../wire/raw-client.ts";
import type { Attack } from "./attack.ts";
import { mailedLink, newestLink } from "./mailed-link.ts";
import { isIn, isOpen, newcomer, openPage, unless } from "./newcomer.ts";

/** Uses a link that sets a new password. */
async function reset(stage: Stage, client: RawClient, path: string, password: string): Promise<number> {
  const { status } = await client.post(path, { _method: "put", [`${stage.plan.accounts.form}[password]`]: password });
  return status;
}

/** Attacks on mailed links. */
export const mailAttacks: readonly Attack[] = [
  {
    id: "K29",
    does: "uses a link that sets a new password twenty times at once, again later, and after a newer one was sent",
    safe: "it works once",
    needs: "mails",
    async run(stage) {
      const { account } = await newcomer(stage);
      const link = await mailedLink(stage, account, "reset");
      const clients = Array.from({ length: 20 }, () => newClient(stage.ground));
      const tokens = await Promise.all(clients.map((client) => client.csrf(link)));
      const { form } = stage.plan.accounts;
      const answers = await Promise.all(
        clients.map((client, index) =>
          client.send("POST", link, {
            body: {
              _csrf_token: tokens[index] ?? "",
              _method: "put",
              [`${form}[password]`]: `zwanzig kleine Pferde ${index}`,
            },
          }),
        ),
      );
      const worked = answers.filter(({ status }) => status === 303).length;
      const again = await reset(stage, newClient(stage.ground), link, "noch mehr kleine Pferde");
      const older = await mailedLink(stage, account, "reset");
      const newer = await mailedLink(stage, account, "reset");
      const replaced = await reset(stage, newClient(stage.ground), older, "alte kleine Pferde");
      const good = await reset(stage, newClient(stage.ground), newer, "neue kleine Pferde");
      return [
        ...unless(worked === 1, `it worked ${worked} times at once`),
        ...unless(again !== 303, "it worked again"),
        ...unless(replaced !== 303, "a link worked after a newer one was sent"),
        ...unless(good === 303, `the newest link was answered with ${good}`),
      ];
    },
  },
  {
    id: "K32",
    does: "opens mailed links as scanners do: GET and HEAD, again and again, with prefetch",
    safe: "no session, and the link still works for the one who presses the button",
    needs: "mails",
    quick: true,
    async run(stage) {
      const { account } = await newcomer(stage);
      const link = await mailedLink(stage, account, "log_in");
      const before = (await sessionsOf(account, stage)).length;
      const scanner = newClient(stage.ground);
      for (const method of ["GET", "HEAD", "GET", "OPTIONS"])
        await scanner.send(method, link, { headers: { purpose: "prefetch" } });
      const after = (await sessionsOf(account, stage)).length;
      const human = newClient(stage.ground);
      const answer = await human.post(link, {});
      return [
        ...unless(after === before && !(await isIn(stage, scanner)), "a scanner has a session"),
        ...unless(
          answer.status === 303 && (await isIn(stage, human)),
          `the link was answered with ${answer.status} afterwards`,
        ),
      ];
    },
  },
  {
    id: "K34",
    does: "presents each mailed token at every other place that takes one, and a session's token too",
    safe: "refused everywhere but at its own",
    needs: "mails",
    async run(stage) {
      const { account, client } = await newcomer(stage, { confirmed: false });
      const links = [
        await mailedLink(stage, account, "log_in"),
        await mailedLink(stage, account, "reset"),
        await mailedLink(stage, account, "confirm"),
      ];
      const session = [...client.cookies].find(([name]) => name.endsWith("auth"))?.[1] ?? "";
      const tokens = [...links.map((link) => link.slice(link.lastIndexOf("/") + 1)), session];
      const places = stage.entries.filter(
        ({ kind, name }) => kind === "route" && name.endsWith("/:token") && !name.startsWith("GET"),
      );
      const found: string[] = [];
      for (const { name } of places) {
        const [method = "", pattern = ""] = name.split(" ");
        for (const token of tokens) {
          const path = pattern.replace(":token", token);
          if (links.includes(path)) continue;
          const attacker = newClient(stage.ground);
          const { status } = await attacker.post(
            path,
            { _method: method.toLowerCase(), [`${stage.plan.accounts.form}[password]`]: "fremde kleine Pferde" },
            { from: stage.plan.accounts.logIn },
          );
          if (status === 303 || (await isIn(stage, attacker)))
            found.push(`${name} takes a token that isn't for it: ${status}`);
        }
      }
      return found;
    },
  },
  {
    id: "K35",
    does: "registers somebody else's address, and stays while its owner proves the mailbox by a log-in link",
    safe: "the attacker's session, open page and password are dead",
    needs: "mails",
    quick: true,
    async run(stage) {
      const { account, client: attacker } = await newcomer(stage, { confirmed: false });
      // Where an address has to be proved first, the attacker has got no further than that.
      const open = (await isIn(stage, attacker)) ? await openPage(stage, attacker) : null;
      const link = await mailedLink(stage, account, "log_in");
      const owner = newClient(stage.ground);
      await owner.post(link, {});
      const found = [
        ...unless(await isIn(stage, owner), "the owner isn't let in"),
        ...unless(!(await isIn(stage, attacker)), "the attacker's session is good"),
        ...unless(open === null || !(await isOpen(open)), "the attacker's page is answered"),
      ];
      const { form, logIn } = stage.plan.accounts;
      const again = newClient(stage.ground);
      await again.post(logIn, {
        by: "password",
        [`${form}[email]`]: account.email,
        [`${form}[password]`]: account.password,
      });
      return [...found, ...unless(!(await isIn(stage, again)), "the attacker's password is good")];
    },
  },
  {
    id: "K28",
    does: "asks for thirty mails to one address, from thirty networks",
    safe: "as many mails as documented, and the same answer each time",
    needs: "mails",
    async run(stage) {
      const { account } = await newcomer(stage);
      const { form, resetPassword } = stage.plan.accounts;
      const before = stage.ground.mails?.mails.length ?? 0;
      for (let count = 0; count < 30; count++) {
        await newClient(stage.ground).post(resetPassword, { [`${form}[email]`]: account.email });
      }
      await newestLink(stage, account.email, `${resetPassword}/`, before);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const isOne = (link: string): boolean => link.includes(`${resetPassword}/`);
      const taken = stage.ground.mails?.mails.slice(before) ?? [];
      const sent = taken.filter(
        ({ recipients, links }) => recipients.includes(account.email) && links.some(isOne),
      ).length;
      return unless(sent <= 3, `${sent} mails went out`);
    },
  },
  {
    id: "K45",
    does: "asks for mails to addresses with line breaks, lists and headers in them, and under another host",
    safe: "no mail to anybody else, no header of theirs, links of the configured host",
    needs: "mails",
    async run(stage) {
      const { account } = await newcomer(stage);
      const { form, resetPassword, register } = stage.plan.accounts;
      const before = stage.ground.mails?.mails.length ?? 0;
      const evil = [
        "\r\nBcc: evil@evil.example",
        ", evil@evil.example",
        "%0d%0aCc: evil@evil.example",
        "\nTo: evil@evil.example",
        "> evil@evil.example <",
        "\0evil@evil.example",
        "; evil@evil.example",
      ];
      for (const end of evil) {
        await newClient(stage.ground).post(resetPassword, { [`${form}[email]`]: account.email + end });
        await newClient(stage.ground).post(register, {
          [`${form}[email]`]: `new-${account.email}${end}`,
          [`${form}[password]`]: "vier kleine Pferde im Stall",
        });
      }
      const visitor = newClient(stage.ground);
      const token = (await visitor.csrf(resetPassword)) ?? "";
      await visitor.send("POST", resetPassword, {
        body: { _csrf_token: token, [`${form}[email]`]: account.email },
        headers: { "x-forwarded-host": "evil.example" },
      });
      await newestLink(stage, account.email, `${resetPassword}/`, before);
      const mails = stage.ground.mails?.mails.slice(before) ?? [];
      return [
        ...unless(
          mails.every(({ recipients }) => recipients.length === 1 && !recipients[0]?.includes("evil")),
          "a mail has another recipient",
        ),
        ...unless(
          mails.every(({ source }) => !/^(?:bcc|cc):/im.test(source.split("\n\n", 1)[0] ?? "")),
          "a mail has a header of ours",
        ),
        ...unless(
          mails.every(({ links }) => links.every((link) => link.startsWith(stage.ground.url.origin))),
          "a link leads elsewhere",
        ),
      ];
    },
  },
];
