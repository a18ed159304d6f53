import assert from "node:assert/strict";
import { test } from "node:test";
import { addImport } from "./add-import.ts";
import { edited, refusal } from "./edited.fixture.ts";

const view = addImport({ from: "./live/album-live.ts", names: ["AlbumLive"] });

test("an import takes its place in the order of the others", () => {
  assert.equal(
    edited('import "livegate";\nimport { page } from "./layouts.ts";\nimport { paths } from "./paths.ts";\n', view),
    'import "livegate";\nimport { page } from "./layouts.ts";\nimport { AlbumLive } from "./live/album-live.ts";\nimport { paths } from "./paths.ts";\n',
  );
  assert.equal(
    edited('import { b } from "./b.ts";\n', addImport({ from: "zod", names: ["z"] })),
    'import { z } from "zod";\nimport { b } from "./b.ts";\n',
  );
});

test("the first import comes below what is said about the file", () => {
  const banner = "#!/usr/bin/env node\n// Licence: MIT\n\n/** Runs. */\nrun();\n";
  assert.equal(
    edited(banner, view),
    '#!/usr/bin/env node\n// Licence: MIT\n\nimport { AlbumLive } from "./live/album-live.ts";\n\n/** Runs. */\nrun();\n',
  );
  assert.equal(edited("", view), 'import { AlbumLive } from "./live/album-live.ts";\n');
});

test("names join the import of their module, in its order if it has one", () => {
  const names = addImport({ from: "livegate", names: ["form", "type Form"] });
  assert.equal(
    edited('import { type Field, html } from "livegate";', names),
    'import { type Field, type Form, form, html } from "livegate";',
  );
  assert.equal(
    edited("import { html, each } from 'livegate'", names),
    "import { html, each, form, type Form } from 'livegate'",
  );
  assert.equal(
    edited('import {\n\teach, // lists\n\thtml,\n} from "livegate";\n', names),
    'import {\n\ttype Form,\n\teach, // lists\n\tform,\n\thtml,\n} from "livegate";\n',
  );
});

test("a value doesn't join an import of types, nor anything one of all names", () => {
  const names = addImport({ from: "zod", names: ["z"] });
  assert.equal(
    edited('import type { ZodError } from "zod";\n', names),
    'import type { ZodError } from "zod";\nimport { z } from "zod";\n',
  );
  assert.equal(
    edited('import * as all from "zod";\n', names),
    'import * as all from "zod";\nimport { z } from "zod";\n',
  );
  assert.equal(
    edited('import type { ZodError } from "zod";\n', addImport({ from: "zod", names: ["type ZodType"] })),
    'import type { ZodError, ZodType } from "zod";\n',
  );
});

test("a name that stands for something else is refused", () => {
  assert.match(refusal('import { AlbumLive } from "./other.ts";', view), /"AlbumLive" is the name of something else/);
  assert.match(refusal("export const AlbumLive = 1;", view), /"AlbumLive"/);
  assert.match(refusal('import { Live as AlbumLive } from "./live/album-live.ts";', view), /"AlbumLive"/);
  assert.match(refusal("const = 1;", view), /doesn't parse/);
});
