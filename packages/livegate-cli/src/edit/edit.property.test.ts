import assert from "node:assert/strict";
import { test } from "node:test";
import { addElement } from "./add-element.ts";
import { addImport } from "./add-import.ts";
import { addLayoutPartial } from "./add-layout-partial.ts";
import { addExtends, addMember } from "./add-member.ts";
import { addProperty } from "./add-property.ts";
import { addLiveRoutes, addRoutes } from "./add-routes.ts";
import { commentsOf, meaning, rewritten } from "./author.fixture.ts";
import { type Edit, applyEdits } from "./edit.ts";
import { guardBrowserScope } from "./guard-scope.ts";
import { sayAccess } from "./say-access.ts";

const AUTHORS = 100;

const files: Readonly<Record<string, string>> = {
  router: `/* About the routes. */

import { pipeline, router } from "livegate";
import {
  fetchLiveFlash,
  fetchSession,
  secureHeaders,
} from "livegate/plug";
import { live, page } from "./components/layouts.ts";
import { aboutPage } from "./controllers/page-controller.ts";
import type { Thing } from "./thing.ts";
import { paths } from "./paths.ts";

const browser = pipeline([
  fetchSession(),
  fetchLiveFlash(),
  secureHeaders(),
]);

export default router((r) => {
  r.scope({ pipeThrough: browser, layout: page }, (r) => {
    r.get(paths.about, (c) => c.render(aboutPage));
    r.get(paths.imprint, (c) => {
      return c.text(\`Somebody
  is responsible.\`);
    });
    r.liveSession("main", { layout: live }, (r) => {
      r.live(paths.home, HomeLive);
    });
    r.liveSession("staff", {
      guards: [requireStaff],
      layout: live,
    }, (r) => {
      r.live(paths.staff, StaffLive, "index");
    });
  });
});
`,
  paths: `import { definePaths } from "livegate";

/** Every address of the app. */
export const paths = definePaths({
  home: "/?q&sort",
  about: "/about",
});
`,
  repo: `import type { Kysely } from "kysely";

export interface Tables {
  notes: NoteTable;
  tags: { id: number };
}

let open: Kysely<Tables> | null = null;
`,
  application: `export function application(config: Config) {
  const children: readonly Child[] = [
    { start: () => repo.start(config.databaseUrl), stop: () => repo.stop() },
    {
      start: async () => (server = await serve(appEndpoint(config), { ...config, publicDir })),
      stop: async () => server?.stop(),
    },
  ];
  return children;
}
`,
  layouts: `import { type Html, html, liveLayout, pageLayout } from "livegate";

export const live = liveLayout({
  needs: [],
  render: ({ inner, flash }) => html\`\${pageFrame(inner)} \${flashNotices(flash)}\`,
});

export const page = pageLayout({
  needs: [fetchLocale],
  render: ({
    inner,
    ...others
  }) => html\`
    <main>\${inner}</main>\`,
});
`,
};

const edits: Readonly<Record<string, readonly Edit[]>> = {
  router: [
    addImport({ from: "./live/albums/album-index-live.ts", names: ["AlbumIndexLive"] }),
    addImport({ from: "livegate/plug", names: ["putRootLayout", "keepUserSession", "type PlugEnv"] }),
    addImport({ from: "#domain/accounts/accounts", namespace: "Accounts" }),
    addElement({
      what: "keeps the session",
      array: "browser",
      element: "keepUserSession()",
      known: "keepUserSession(",
      after: "fetchSession(",
    }),
    guardBrowserScope("fetchCurrentUser"),
    sayAccess({ option: "public: true", letThrough: ["fetchCurrentUser"] }),
    addLiveRoutes({
      session: "main",
      options: "{ layout: live }",
      routes: [{ path: "paths.albums", view: "AlbumIndexLive", action: "index" }],
    }),
    addLiveRoutes({
      session: "albums",
      options: "{ public: true, layout: live }",
      routes: [{ path: "paths.album", view: "AlbumShowLive", action: "show" }],
    }),
    addRoutes({
      what: "adds the accounts",
      lines: "r.scope({ public: true }, (r) => {\n  r.delete(paths.logOut, UserSession.destroy);\n});",
      known: "delete paths.logOut",
    }),
  ],
  paths: [
    addProperty({ call: "definePaths", name: "albums", value: '"/albums"' }),
    addProperty({ call: "definePaths", name: "album", value: '"/albums/:id"' }),
  ],
  repo: [
    addImport({ from: "./catalog/album-table.ts", names: ["type AlbumTable"] }),
    addMember({ of: "Tables", name: "albums", type: "AlbumTable" }),
    addExtends("Tables", "AccountTables"),
  ],
  application: [
    addElement({
      what: "starts the accounts",
      array: "children",
      element: "{\n  start: async () => Accounts.start({ db: repo.db }),\n  stop: () => Accounts.stop(),\n}",
      known: "Accounts.start(",
      after: "repo.start(",
    }),
  ],
  layouts: [
    addImport({ from: "#web/user-auth", names: ["fetchCurrentUser"] }),
    addLayoutPartial({ guard: "fetchCurrentUser", value: "currentUser", partial: "userMenu", frame: "pageFrame" }),
  ],
};

function edited(text: string, file: string): string {
  const result = applyEdits(text, edits[file] ?? []);
  assert.ok(result.ok, `${file}: ${result.ok ? "" : result.why}\n${text}`);
  return result.text;
}

for (const [file, text] of Object.entries(files)) {
  test(`whoever wrote ${file}.ts: edits mean the same, keep every comment, and are done once`, () => {
    const expected = meaning(edited(text, file));
    for (let seed = 0; seed < AUTHORS; seed += 1) {
      const original = rewritten(text, seed);
      assert.ok(meaning(original) === meaning(text), `seed ${seed} means something else:\n${original}`);
      const result = edited(original, file);
      assert.ok(meaning(result) === expected, `seed ${seed}:\n${original}\n---\n${result}`);
      assert.deepEqual(commentsOf(result), commentsOf(original), `seed ${seed}:\n${result}`);
      assert.equal(edited(result, file), result, `seed ${seed}, a second time`);
      if (original.includes("\r\n")) assert.doesNotMatch(result, /[^\r]\n/, `seed ${seed}`);
      if (!/^ +\S/m.test(original)) assert.doesNotMatch(result, /^ +\S/m, `seed ${seed}:\n${result}`);
    }
  });
}
