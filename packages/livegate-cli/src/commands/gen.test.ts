import assert from "node:assert/strict";
import { test } from "node:test";
import { files } from "../generate/app.fixture.ts";
import { run } from "../test-command.ts";

const fields = ["Catalog", "Album", "albums", "title:string"];

const app = {
  "web/router.ts": `import { router } from "livegate";
import { live } from "./components/layouts.ts";
export default router((r) => {
  r.scope({ pipeThrough: browser }, (r) => {});
});
`,
  "web/paths.ts": 'export const paths = definePaths({ home: "/" });\n',
  "domain/repo.ts": "export interface Tables {}\n",
};

test("a generator writes nothing outside of an app", async () => {
  await using folder = await files();
  const { code, output } = await run(["gen", "live", ...fields], { cwd: folder.path });
  assert.equal(code, 1);
  assert.match(output, /^There is no web\/router\.ts in .*\. Run livegate in the directory of an app\.\n$/);
  assert.deepEqual(await folder.all(), {});
});

test("names and fields that can't be are told in a line, and nothing is written", async () => {
  await using folder = await files(app);
  for (const [args, told] of [
    [["catalog", "Album", "albums", "title"], /^The context is "catalog"\. Write it as Catalog\.\n$/],
    [
      ["Catalog", "Album", "title:string", "year:integer"],
      /^The plural is missing before "title:string"\. Write albums there\.\n$/,
    ],
    [["Catalog", "Album", "albums", "year:int"], /^The field "year" has the type "int"\. There are: string, /],
  ] as const) {
    const { code, output } = await run(["gen", "live", ...args], { cwd: folder.path });
    assert.equal(code, 1);
    assert.match(output, told);
  }
  assert.deepEqual(await folder.all(), app);
});

test("a router of another shape leaves something to its author, which the exit code tells", async () => {
  await using folder = await files({ ...app, "web/router.ts": "export default router(routes);\n" });
  const { code, output } = await run(["gen", "live", ...fields], { cwd: folder.path });
  assert.equal(code, 2);
  assert.match(
    output,
    /web\/router\.ts: its routes aren't written in the callback of one router\(…\)\. It was left as it is\./,
  );
  assert.match(output, / {4}r\.live\(paths\.albumNew, AlbumIndexLive, "new"\);\n/);
  const { "web/router.ts": router, "web/paths.ts": paths } = await folder.all();
  assert.equal(router, "export default router(routes);\n");
  assert.match(paths ?? "", /albumNew: "\/albums\/new"/);
});

test("programs get the plan as JSON, and a dry run writes nothing", async () => {
  await using folder = await files(app);
  const { code, output } = await run(["gen", "live", ...fields, "--json", "--dry-run"], { cwd: folder.path });
  assert.equal(code, 0);
  const report = JSON.parse(output);
  assert.equal(report.written, false);
  assert.deepEqual(report.args, fields);
  assert.deepEqual(
    report.files.find(({ path }: { path: string }) => path === "domain/repo.ts"),
    {
      path: "domain/repo.ts",
      status: "changed",
      changes: ["imports AlbumTable", "adds albums to Tables"],
    },
  );
  assert.deepEqual(await folder.all(), app);
});
