import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Hono } from "hono";
import { z } from "zod";
import { formOf } from "./form-of.ts";

const Album = z.object({ title: z.string("is missing"), tags: z.array(z.string()).optional() });

const app = new Hono().post("/", async (c) => {
  const { fields, output, submitted } = await formOf(c, Album, { as: "album" });
  return c.json({ title: fields.title.value, errors: fields.title.errors, output, submitted });
});

async function post(body: string, type = "application/x-www-form-urlencoded"): Promise<Record<string, unknown>> {
  const response = await app.request("/", { method: "POST", body, headers: { "content-type": type } });
  assert.equal(response.status, 200);
  return (await response.json()) as Record<string, unknown>;
}

describe("the form of a request", () => {
  it("has a password in its output and in no input", async () => {
    const LogIn = z.object({ email: z.string(), password: z.string() });
    const logIn = new Hono().post("/", async (c) => {
      const { fields, output } = await formOf(c, LogIn, { as: "user" });
      return c.json([fields.email.value, fields.password.value, output]);
    });
    const body = new URLSearchParams({ "user[email]": "ada@shop.test", "user[password]": "enchantress" });
    const response = await logIn.request("/", { method: "POST", body });
    const output = { email: "ada@shop.test", password: "enchantress" };
    assert.deepEqual(await response.json(), ["ada@shop.test", "", output]);
  });

  it("has the schema's output", async () => {
    const { output, submitted } = await post("album[title]=Blue&album[tags][]=&album[tags][]=folk");
    assert.deepEqual([output, submitted], [{ title: "Blue", tags: ["folk"] }, true]);
  });

  it("has what was typed and every error, whatever it says about an input that changed", async () => {
    for (const more of ["", "&_target=album", "&_target[]=album&_target[]=tags", "&album[_unused_title]="]) {
      const { title, errors, output } = await post(`album[title]=${more}`);
      assert.deepEqual([title, errors, output], ["", ["is missing"], null], more);
    }
  });

  it("is an empty one where the body is no form", async () => {
    for (const [body, type] of [
      ["{}", "application/json"],
      ["x".repeat(900_000)],
      ["a".repeat(20) + "[b]".repeat(20)],
    ]) {
      const { errors, output } = await post(body ?? "", type);
      assert.deepEqual([errors, output], [["is missing"], null]);
    }
  });
});
