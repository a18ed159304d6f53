import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { topic } from "./topic.ts";

const Changed = z.object({ id: z.number() });

describe("topic", () => {
  it("names a topic by what it is about", () => {
    const albumTopic = topic((ownerId: number, kind: string) => `albums:${ownerId}:${kind}`, Changed);
    assert.equal(albumTopic(7, "new").name, "albums:7:new");
  });

  it("gives the schema's output for a message that fits", () => {
    const counted = topic(
      () => "counted",
      z.object({ count: z.string().transform(Number), more: z.string().default("") }),
    );
    assert.deepEqual(counted().parse({ count: "3", other: true }), { count: 3, more: "" });
  });

  it("throws for a message that doesn't fit, with the topic's name and why", () => {
    const albums = topic(() => "albums", Changed);
    assert.throws(() => albums().parse({ id: "one" }), {
      code: "LG_TOPIC_MESSAGE",
      message: /topic "albums" doesn't fit its schema: .*expected number/,
    });
  });

  it("throws for a schema that has to wait, since order would be lost", () => {
    const waiting = topic(
      () => "waiting",
      z.string().refine(async () => true),
    );
    assert.throws(() => waiting().parse("a"), { code: "LG_TOPIC_MESSAGE", message: /"waiting" is asynchronous/ });
  });
});
