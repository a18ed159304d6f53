import { readFile } from "node:fs/promises";
import type { Context } from "hono";
import { upload, withUploads } from "livegate";
import type { PlugEnv } from "livegate/plug";
import type { Probe } from "./probe.ts";

const declared = {
  paper: upload({ accept: [".pdf"] }),
  cover: upload({ accept: [".png"], maxFileSize: 1000 }),
  notes: upload({ accept: [".txt"], maxEntries: 2, maxFileSize: 200_000, writer: "memory" }),
};

type Visited = Context<{
  Bindings: PlugEnv["Bindings"];
  Variables: PlugEnv["Variables"] & { visitor: string | null };
}>;

/** Takes a form with files, and says what came; fails where a field asks for it. */
export const attach = (c: Visited, probe: Probe): Promise<Response> =>
  withUploads(c, declared, async ({ params, uploads, consumeUploadedEntries }) => {
    await probe.pass("attach");
    if (params["fail"]) throw new Error("The handler fails.");
    const covers = await consumeUploadedEntries("cover", async ({ path }, { clientName, contentType }) => {
      return `${clientName} ${contentType} ${(await readFile(path)).length}`;
    });
    const papers = await consumeUploadedEntries("paper", ({ path }, { clientName }) => ({ path, clientName }));
    const notes = await consumeUploadedEntries("notes", ({ bytes }) => bytes.toString());
    const { cover, notes: others } = uploads;
    const ofFiles = [...cover.entries, ...others.entries].flatMap((entry) => entry.errors);
    const errors = [...cover.errors, ...others.errors, ...ofFiles];
    return c.json({ title: params["title"], covers, notes, errors, ...(papers.length > 0 && { papers }) });
  });
