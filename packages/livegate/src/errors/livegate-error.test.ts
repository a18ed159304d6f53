import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { catalogue } from "./catalogue.ts";
import { LivegateError } from "./livegate-error.ts";

describe("LivegateError", () => {
  it("says its code, what happened and what to do", () => {
    const error = new LivegateError("LG_CONFIG", 'PORT is "abc".', "PORT=4000 npm start");
    assert.equal(error.message, '[LG_CONFIG] PORT is "abc".\n\n    PORT=4000 npm start\n');
    assert.deepEqual([error.name, error.code, error.remedy], ["LivegateError", "LG_CONFIG", "PORT=4000 npm start"]);
  });

  it("takes the remedy of its code where it has none of its own", () => {
    const error = new LivegateError("LG_NEEDS", "The view needs a guard.");
    assert.equal(error.remedy, catalogue.LG_NEEDS.remedy);
    assert.ok(error.message.includes(catalogue.LG_NEEDS.remedy));
  });

  it("indents every line of the remedy", () => {
    const error = new LivegateError("LG_CONFIG", "Two things.", "A=1 \\\nB=2 npm start");
    assert.ok(error.message.endsWith("\n\n    A=1 \\\n    B=2 npm start\n"));
  });

  it("is an error with a cause", () => {
    const cause = new Error("EACCES");
    const error = new LivegateError("LG_DATABASE_OPEN", "It can't be opened.", undefined, { cause });
    assert.ok(error instanceof Error);
    assert.equal(error.cause, cause);
  });

  it("knows the template that it is about, and keeps that out of logs", () => {
    const site = { name: "a.ts:1, slot 1", template: "a.ts:1", slot: 0, raw: ["<p>", "</p>"] };
    const error = new LivegateError("LG_TEMPLATE_VALUE", "It can't be printed.", undefined, { site });
    assert.deepEqual([error.site, error.what], [site, "It can't be printed."]);
    assert.deepEqual(Object.keys(error).toSorted(), ["code", "name", "remedy"]);
  });
});
