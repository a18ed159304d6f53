import { presenceOf } from "../stage.ts";
import { RawClient } from "../wire/raw-client.ts";
import type { Attack } from "./attack.ts";
import { endsWithin, isIn, isJoined, isOpen, logOut, newcomer, openPage, unless } from "./newcomer.ts";

/** Events that are on their way when a session ends. */
const IN_FLIGHT = 1_000;

/** Attacks on the moment at which a session ends. */
export const revocationAttacks: readonly Attack[] = [
  {
    id: "K14",
    does: "logs out in one tab while a thousand events of another one are on their way, and sends a thousand more",
    safe: "what comes once the log-out was answered is answered by nobody, and the page is led away",
    quick: true,
    async run(stage) {
      const found: string[] = [];
      for (let round = 0; round < 3; round++) {
        const { client } = await newcomer(stage);
        const { page, socket } = await openPage(stage, client);
        const send = (): string[] =>
          Array.from({ length: IN_FLIGHT }, () =>
            socket.push(`lv:${page.id}`, "event", { type: "click", event: "on its way", value: {} }, "1"),
          );
        send();
        await logOut(stage, client);
        const late = new Set(send());
        await socket.until(() => socket.closed ?? undefined).catch(() => null);
        const answered = socket.frames.filter(
          ([, ref, , event]) => event === "phx_reply" && ref !== null && late.has(ref),
        );
        const isLed = socket.frames.some(([, , , event]) => event === "redirect");
        if (answered.length > 0) found.push(`${answered.length} events were answered after the log-out`);
        if (!isLed) found.push("the page wasn't led away");
        if (socket.closed === null || socket.closed === 1000) found.push(`the socket was closed with ${socket.closed}`);
        socket.close();
      }
      return found;
    },
  },
  {
    id: "K15",
    does: "logs out at another process of the app, which has no word with the one where a page is open",
    safe: "the page is ended within ten seconds, and nothing else of the session is good at either",
    needs: "twin",
    async run(stage) {
      const { ground } = stage;
      if (!ground.twin) return [];
      const { client } = await newcomer(stage);
      const open = await openPage(stage, client);
      const stays = await openPage(stage, presenceOf(stage, "other").client);
      await using twin = await ground.twin();
      const elsewhere = new RawClient(
        { url: ground.url, seen: (what) => ground.seen(what), open: (network) => twin.open(network) },
        client.network,
        client.cookies,
      );
      const there = await elsewhere.page(open.page.path);
      const before = there !== null && (await isJoined(elsewhere.fork(), there));
      const kept = client.fork();
      await logOut(stage, elsewhere);
      const begin = performance.now();
      const hasEnded = await endsWithin(open, 12_000);
      const ms = Math.round(performance.now() - begin);
      const found = [
        ...unless(before, "the session is no good at the other process"),
        ...unless(hasEnded && ms < 10_500, `the page was open for ${ms} ms`),
        ...unless(!(await isIn(stage, kept)), "its cookies are good after that"),
        ...unless(await isOpen(stays), "another user's page was ended with it"),
      ];
      open.socket.close();
      stays.socket.close();
      return found;
    },
  },
];
