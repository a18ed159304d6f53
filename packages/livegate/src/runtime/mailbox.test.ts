import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Mailbox } from "./mailbox.ts";

interface Job {
  readonly name: string;
  run?(): void | Promise<void>;
}

function startMailbox(capacity?: number) {
  const log: string[] = [];
  const mailbox = new Mailbox<Job>(
    {
      handle(job) {
        log.push(`start ${job.name}`);
        const work = job.run?.();
        if (!work) return void log.push(`end ${job.name}`);
        return work.then(() => void log.push(`end ${job.name}`));
      },
      failed: (error, job) => void log.push(`failed ${job.name}: ${(error as Error).message}`),
    },
    capacity,
  );
  return { mailbox, log };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void; // The flag puts it into every new context.

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("Mailbox", () => {
  it("handles a delivered message before deliver returns when nothing is under way", () => {
    const { mailbox, log } = startMailbox();
    mailbox.deliver({ name: "a" });
    assert.deepEqual(log, ["start a", "end a"]);
  });

  it("keeps the order of arrival while an asynchronous handler is under way", async () => {
    const { mailbox, log } = startMailbox();
    const gate = Promise.withResolvers<void>();
    mailbox.deliver({ name: "slow", run: () => gate.promise });
    mailbox.deliver({ name: "b" });
    mailbox.post({ name: "c" });
    assert.deepEqual(log, ["start slow"]);
    gate.resolve();
    await settled();
    assert.deepEqual(log, ["start slow", "end slow", "start b", "end b", "start c", "end c"]);
  });

  it("handles a message that its own handler delivers after that handler", () => {
    const { mailbox, log } = startMailbox();
    mailbox.deliver({ name: "outer", run: () => void mailbox.deliver({ name: "inner" }) });
    assert.deepEqual(log, ["start outer", "end outer", "start inner", "end inner"]);
  });

  it("handles a posted message outside the caller's own work", async () => {
    const { mailbox, log } = startMailbox();
    mailbox.post({ name: "a" });
    mailbox.deliver({ name: "b" });
    assert.deepEqual(log, []);
    await settled();
    assert.deepEqual(log, ["start a", "end a", "start b", "end b"]);
  });

  it("is released by a handler that throws and by one that rejects", async () => {
    const { mailbox, log } = startMailbox();
    const boom = () => {
      throw new Error("boom");
    };
    mailbox.deliver({ name: "throws", run: boom });
    mailbox.deliver({ name: "rejects", run: async () => boom() });
    mailbox.deliver({ name: "after" });
    await settled();
    assert.deepEqual(log.slice(-3), ["failed rejects: boom", "start after", "end after"]);
    assert.equal(log[1], "failed throws: boom");
  });

  it("refuses messages beyond its capacity and takes them again when some were handled", async () => {
    const { mailbox, log } = startMailbox(2);
    const gate = Promise.withResolvers<void>();
    mailbox.deliver({ name: "slow", run: () => gate.promise });
    assert.deepEqual(
      ["b", "c", "d"].map((name) => mailbox.deliver({ name })),
      [true, true, false],
    );
    gate.resolve();
    await settled();
    assert.equal(mailbox.deliver({ name: "e" }), true);
    assert.ok(!log.includes("start d"));
  });

  it("handles nothing after it was closed, not even what was waiting", async () => {
    const { mailbox, log } = startMailbox();
    const gate = Promise.withResolvers<void>();
    mailbox.deliver({ name: "slow", run: () => gate.promise });
    mailbox.deliver({ name: "waiting" });
    mailbox.close();
    gate.resolve();
    await settled();
    assert.equal(mailbox.deliver({ name: "late" }), false);
    assert.deepEqual(log, ["start slow", "end slow"]);
  });

  it("keeps nothing of what it has handled, even if it is never empty", async () => {
    const { mailbox } = startMailbox();
    const handled: WeakRef<object>[] = [];
    let open = Promise.withResolvers<void>();
    const deliver = (): void => {
      const job = { name: "job", run: () => open.promise };
      handled.push(new WeakRef(job));
      mailbox.deliver(job);
    };
    deliver();
    deliver();
    for (let round = 0; round < 3000; round += 1) {
      deliver(); // Two wait now, behind the one under way.
      const done = open;
      open = Promise.withResolvers();
      done.resolve();
      await done.promise.then(() => Promise.resolve()); // Until the mailbox has gone on.
    }
    await settled();
    collectGarbage();
    const kept = handled.filter((job) => job.deref() !== undefined).length;
    assert.ok(kept <= 100, `${kept} of ${handled.length} jobs are still in memory`);
  });
});

describe("a mailbox that is sealed", () => {
  it("handles what waits, and takes nothing more", async () => {
    const { mailbox, log } = startMailbox();
    const gate = Promise.withResolvers<void>();
    mailbox.deliver({ name: "slow", run: () => gate.promise });
    mailbox.deliver({ name: "waiting" });
    mailbox.seal();
    assert.equal(mailbox.deliver({ name: "late" }), false);
    gate.resolve();
    await mailbox.idle();
    assert.deepEqual(log, ["start slow", "end slow", "start waiting", "end waiting"]);
  });

  it("knows what is under way and what waits, and nothing of what was handled", async () => {
    const { mailbox } = startMailbox();
    const has = (name: string) => mailbox.has((job) => job.name === name);
    const gate = Promise.withResolvers<void>();
    mailbox.deliver({ name: "over" });
    mailbox.deliver({ name: "slow", run: () => gate.promise });
    mailbox.deliver({ name: "waiting" });
    assert.deepEqual([has("over"), has("slow"), has("waiting")], [false, true, true]);
    gate.resolve();
    await mailbox.idle();
    assert.deepEqual([has("slow"), has("waiting")], [false, false]);
  });
});

describe("an idle mailbox", () => {
  it("is told of at once where nothing is under way", async () => {
    await startMailbox().mailbox.idle();
  });

  it("is one that has handled all that it has taken, what came meanwhile and what failed included", async () => {
    const { mailbox, log } = startMailbox();
    const gate = Promise.withResolvers<void>();
    mailbox.deliver({ name: "slow", run: () => gate.promise });
    mailbox.post({ name: "later", run: () => Promise.reject(new Error("no")) });
    const idle = mailbox.idle().then(() => log.push("idle"));
    gate.resolve();
    await idle;
    assert.deepEqual(log, ["start slow", "end slow", "start later", "failed later: no", "idle"]);
  });

  it("is one that was closed, once its handler is done", async () => {
    const { mailbox, log } = startMailbox();
    const gate = Promise.withResolvers<void>();
    mailbox.deliver({ name: "slow", run: () => gate.promise });
    mailbox.deliver({ name: "dropped" });
    const idle = mailbox.idle();
    mailbox.close();
    gate.resolve();
    await idle;
    assert.deepEqual(log, ["start slow", "end slow"]);
  });
});
