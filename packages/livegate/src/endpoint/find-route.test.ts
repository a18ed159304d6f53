import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Hono } from "hono";
import type { LiveRoute } from "../live/live-route.ts";
import type { PlugEnv } from "../plug/plug-env.ts";
import { seededRandom } from "../protocol/seeded-random.ts";
import { parseLiveUrl } from "../runtime/live-url.ts";
import { type RoutesByHandler, findRouteWith } from "./find-route.ts";

const patterns = ["/", "/albums/new", "/albums/:id", "/albums/:id/edit", "/a/:x/b/:y", "/:any", "/admin/secret"];

/** What a GET of a path reaches, and what a join at that path would mount. */
function bothWays(base: string) {
  const [hono, routes] = [new Hono<PlugEnv>(), new Map() as RoutesByHandler];
  let reached: { pattern: string; params: object } | null = null;
  hono.use((_c, next) => next());
  for (const pattern of patterns) {
    const handler = (c: { req: { param(): object }; text(text: string): Response }) => {
      reached = { pattern, params: { ...c.req.param() } };
      return c.text("");
    };
    hono.on("GET", [base + pattern], (_c, next) => next(), handler);
    routes.set(handler, { kind: "live", pattern } as LiveRoute); // The finder hands it on and looks at its kind alone.
  }
  const find = findRouteWith(hono, base, routes);
  return async (url: URL) => {
    reached = null;
    await hono.fetch(new Request(url.href));
    const live = parseLiveUrl(url, url.origin, base);
    const match = live && find(live.path);
    const found = match?.kind === "live" ? { pattern: match.route.pattern, params: { ...match.pathParams } } : null;
    return { overHttp: reached, onTheSocket: found };
  };
}

const pieces = [
  ..."albums/ albums/ a/x/b/ admin/ secret / // new edit /edit x . .. ; + : :id * { } ~ | ^ $ ( & = , ' é 😀 shop /shop".split(
    " ",
  ),
  ..."%61 %2f %2F %5c %00 %0a %0d %ff %c3%a9 %F0%9F % %2 %zz %25 %2541 %252f %2e %2e%2e %20 %3f %23".split(" "),
];

describe("a path on the socket", () => {
  for (const base of ["", "/shop"]) {
    it(`stands for the route and the params of a GET, however it is written (base "${base}")`, async () => {
      const [look, random] = [bothWays(base), seededRandom(2_026)];
      let reached = 0;
      for (let time = 0; time < 5_000; time += 1) {
        const path = Array.from({ length: 1 + random.below(5) }, () => random.pick(pieces)).join("");
        const url = new URL(`http://shop.test${random.below(10) > 0 ? base : ""}/${path}`);
        if (url.pathname === base) continue; // Over HTTP a redirect, to the slash.
        const { overHttp, onTheSocket } = await look(url);
        assert.deepEqual(onTheSocket, overHttp, url.href);
        if (overHttp) reached += 1;
      }
      assert.ok(reached > 2_000, `${reached} of 5,000 paths reached a route`);
    });
  }
});
