import type { AttackMutant } from "./mutant.ts";

const src = "packages/livegate/src";

/** Faults for the adversary: a guard gone, an origin, a form, a rule, a token, a planted session, one that has expired. */
export const attackMutants: readonly AttackMutant[] = [
  {
    fault: "one live session runs without its last guard",
    file: `${src}/runtime/lifecycle.ts`,
    find: "await runGuards(route.guards, { session,",
    replace:
      'await runGuards(route.liveSession.name === "owners" ? route.guards.slice(0, -1) : route.guards, { session,',
    args: ["--only", "matrix", "--entry", "live GET /users/made_before"],
    told: /live GET \/users\/made_before, unconfirmed, GET: expected denied by requireConfirmed, seen allowed/,
  },
  {
    fault: "a socket is opened for every origin",
    file: `${src}/plug/check-origin.ts`,
    find: "return origin === url.origin || allowedOrigins.includes(origin);",
    replace: "return origin !== url.origin || allowedOrigins.includes(origin) || true;",
    args: ["--only", "K20"],
    told: /the origin https:\/\/evil\.example was answered with 101/,
  },
  {
    fault: "forms pass without a token",
    file: `${src}/plug/protect-from-forgery.ts`,
    find: 'if (verifyCsrf(c.get("session"), token, c.env.endpoint)) return next();',
    replace: 'if (verifyCsrf(c.get("session"), token, c.env.endpoint) || true) return next();',
    args: ["--only", "K22"],
    told: /POST \/users\/confirm as a form was answered with 422/,
  },
  {
    fault: "a click deletes whatever album it names",
    file: "apps/teacher/web/live/albums/album-rules.ts",
    find: "allow: ({ currentScope }, album) => Catalog.mayChange(currentScope, album),",
    replace: "allow: () => true,",
    args: ["--only", "matrix", "--entry", "event delete at /"],
    told: /event delete at \/, other, plausible payload: expected refused, seen allowed/,
  },
  {
    fault: "a page's token opens the page in somebody else's browser",
    file: `${src}/runtime/join-target.ts`,
    find: 'return trust === "none" ? token.userSessionId === null : token.sessionId === session.id;',
    replace: "return true;",
    args: ["--only", "L12"],
    told: /another visitor's page was joined/,
  },
  {
    fault: "a session keeps its id when somebody logs in",
    file: `${src}/plug/session.ts`,
    find: "this.#id = randomToken(ID_BYTES);",
    replace: "this.#id ??= randomToken(ID_BYTES);",
    args: ["--only", "K01"],
    told: /the token of before the log-in is good after it/,
  },
  {
    fault: "a session that has expired is good",
    file: `${src}/auth/user-sessions.ts`,
    find: 'return "expired";',
    replace: "return null;",
    args: ["--only", "matrix", "--entry", "live GET /users/settings"],
    told: /live GET \/users\/settings, expired, GET: expected denied by requireAuthenticatedUser, seen allowed/,
  },
  {
    fault: "a method that nobody means is answered",
    file: `${src}/endpoint/fetch.ts`,
    find: 'const host = request.headers.get("host") ?? new URL(request.url).host;\n',
    replace:
      'const host = request.headers.get("host") ?? new URL(request.url).host;\n' +
      '    if (request.method === "PROPFIND") return new Response("fine");\n',
    args: ["--only", "L07"],
    told: /PROPFIND was answered with 200/,
  },
  {
    fault: "a page doesn't say its charset",
    file: `${src}/plug/page-headers.ts`,
    find: 'pageHeaders(c).put("content-type", "text/html; charset=UTF-8");\n  return new Response',
    replace: 'pageHeaders(c).put("content-type", "text/html");\n  return new Response',
    args: ["--only", "L06"],
    told: /its charset isn't said/,
  },
  {
    fault: "a file is another one for who is logged in",
    file: `${src}/node/public-files.ts`,
    find: "const path = filePath(directory, pathname);",
    replace: 'const path = request.headers.cookie?.includes("auth=") ? null : filePath(directory, pathname);',
    args: ["--only", "L13"],
    told: /is another one for who is logged in/,
  },
];
