import { newClient } from "../ground.ts";
import { pathFor, presenceOf } from "../stage.ts";
import type { Attack } from "./attack.ts";
import { guardedPath, isIn, newcomer, openPage, unless } from "./newcomer.ts";

/** Attacks by what another site has a browser load, frame or open. */
export const otherSiteAttacks: readonly Attack[] = [
  {
    id: "K21",
    does: "speaks to the socket by plain requests, from foreign origins and from none, with the victim's cookies",
    safe: "refused as a socket is: no session is opened, and nothing of a page is sent",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const page = await client.page(guardedPath(stage));
      if (!page) return ["the page could not be loaded"];
      const join = JSON.stringify([
        "1",
        "1",
        `lv:${page.id}`,
        "phx_join",
        client.joinPayload(page, { at: page.path, by: "url" }),
      ]);
      const found: string[] = [];
      for (const origin of ["https://evil.example", "null", `https://evil-${stage.ground.url.host}`]) {
        for (const csrf of [page.csrf, ""]) {
          const path = `/live/longpoll?vsn=2.0.0&_csrf_token=${encodeURIComponent(csrf)}`;
          const opened = await client.fork().send("GET", path, { headers: { origin } });
          const token = /"token":"([^"]+)"/.exec(opened.body)?.[1];
          if (token === undefined) continue;
          found.push(`a session was opened from ${origin}`);
          const sent = await client.fork().send("POST", `${path}&token=${encodeURIComponent(token)}`, {
            body: `[${join}]`,
            headers: { origin, "content-type": "application/json" },
          });
          if (sent.body.includes('"rendered"')) found.push(`a page was sent to ${origin}`);
        }
      }
      return [...found, ...unless(await isIn(stage, client), "the session has ended")];
    },
  },
  {
    id: "K53",
    does: "frames every page, opens it beside a page of one's own, embeds it, and has log-out loaded ahead",
    safe: "each page forbids it, no link hands over its window, and nobody is logged out",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const found: string[] = [];
      for (const { kind, name, at } of stage.entries) {
        if (kind !== "live" && !(kind === "route" && name.startsWith("GET "))) continue;
        const path = pathFor(at, stage, {});
        for (const dest of ["iframe", "object", "document"]) {
          const { headers, body, status } = await client.fork().get(path, {
            "sec-fetch-site": "cross-site",
            "sec-fetch-dest": dest,
            "sec-fetch-mode": "navigate",
            "sec-purpose": "prefetch;prerender",
          });
          if (status >= 300 && status < 400) continue;
          const policy = headers.get("content-security-policy")?.join() ?? "";
          if (!/frame-ancestors 'none'/.test(policy)) found.push(`${path} can be framed`);
          if (!/object-src 'none'/.test(policy)) found.push(`${path} may hold plug-ins`);
          if (headers.get("cross-origin-opener-policy")?.[0] !== "same-origin")
            found.push(`${path} can be reached by its opener`);
          const isClosed = /same-(?:origin|site)/.test(headers.get("cross-origin-resource-policy")?.[0] ?? "");
          if (!isClosed) found.push(`${path} can be embedded`);
          const links = body.match(/<a\b[^>]*target="_blank"[^>]*>/g) ?? [];
          if (links.some((link) => !/rel="[^"]*noopener/.test(link)))
            found.push(`a link of ${path} hands its window over`);
        }
      }
      return [...new Set(found), ...unless(await isIn(stage, client), "somebody was logged out")];
    },
  },
  {
    id: "L16",
    does: "joins a page at addresses of other hosts, and such as are no addresses of pages",
    safe: "no answer leads elsewhere",
    quick: true,
    async run(stage) {
      const { client } = presenceOf(stage, "user");
      const { page, socket } = await openPage(stage, client);
      socket.close();
      const found: string[] = [];
      const addresses = [
        "https://evil.example/",
        "//evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        `${client.origin}@evil.example/`,
        `${client.origin}.evil.example/`,
        `${client.origin}//evil.example/`,
        `${client.origin}/\\evil.example/`,
        "",
        "\0",
      ];
      for (const address of addresses) {
        for (const by of ["url", "redirect"]) {
          const own = await client.socketOf(page);
          const payload = { ...client.joinPayload(page, { at: page.path, by: "url" }), url: undefined, [by]: address };
          const { response } = await own.reply(own.push(`lv:${page.id}`, "phx_join", payload));
          own.close();
          // Of an address only the path counts: the page may be shown, but nothing may lead there.
          const text = JSON.stringify(response["rendered"] ? {} : response);
          if (/"to":"(?!\/[^/\\])|evil\.example/.test(text))
            found.push(`${JSON.stringify(address)} as ${by} leads elsewhere: ${text}`);
        }
      }
      return found;
    },
  },
  {
    id: "L17",
    does: "sends two requests on one connection, a user's and a stranger's, as a proxy does that keeps connections",
    safe: "each is answered as whoever sent it, in their order",
    quick: true,
    async run(stage) {
      const { client } = await newcomer(stage);
      const path = guardedPath(stage);
      const wire = await stage.ground.open(client.network);
      const cookie = Array.from(client.cookies, ([name, value]) => `${name}=${value}`).join("; ");
      const head = `GET ${path} HTTP/1.1\r\nHost: ${stage.ground.url.host}\r\n`;
      let text = "";
      wire.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
      const ended = new Promise((resolve) => wire.once("close", resolve));
      wire.write(`${head}Cookie: ${cookie}\r\n\r\n${head}\r\n${head}Cookie: ${cookie}\r\nConnection: close\r\n\r\n`);
      await ended;
      const statuses = Array.from(text.matchAll(/HTTP\/1\.1 (\d{3})/g), ([, status]) => status).join(" ");
      const stranger = await newClient(stage.ground).get(path);
      return unless(statuses === `200 ${stranger.status} 200`, `the answers were ${statuses}`);
    },
  },
];
