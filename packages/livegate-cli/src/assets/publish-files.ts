import { createHash } from "node:crypto";
import { readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

/** A file ready to be published under a name of its content. */
export interface BuiltFile {
  /** "app.js" */
  readonly name: string;
  readonly content: Uint8Array;
  readonly map?: Uint8Array;
}

const brotlied = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** How long files of a former build stay, in milliseconds: a server that was started before and its pages still ask for them. */
const KEPT_FOR = 60 * 60 * 1000;

/** Writes the files, then the manifest that leads to them, then removes those of former builds that are older than an hour. */
export async function publish(outDir: string, files: readonly BuiltFile[], compress: boolean): Promise<void> {
  const written = await Promise.all(files.map((file) => publishFile(outDir, file, compress)));
  const manifest = Object.fromEntries(
    written.map(({ name, hashedName }) => [`/assets/${name}`, `/assets/${hashedName}`]),
  );
  await replaceFile(join(outDir, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await removeFormer(outDir, new Set(written.flatMap(({ names }) => names)));
}

/** Writes the files under their plain names, where a page finds them without a manifest; gives the names of those that changed. */
export async function publishPlain(outDir: string, files: readonly BuiltFile[]): Promise<readonly string[]> {
  const changed = await Promise.all(
    files.map(async ({ name, content, map }) => {
      const isSame = (await readFile(join(outDir, name)).catch(() => null))?.equals(
        map ? withMap(content, name) : content,
      );
      if (isSame) return [];
      if (map) await writeFile(join(outDir, `${name}.map`), map);
      await replaceFile(join(outDir, name), map ? withMap(content, name) : content);
      return [name];
    }),
  );
  return changed.flat();
}

interface Published {
  readonly name: string;
  readonly hashedName: string;
  /** All that was written for it. */
  readonly names: readonly string[];
}

async function publishFile(outDir: string, { name, content, map }: BuiltFile, compress: boolean): Promise<Published> {
  const extension = extname(name);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const hashedName = `${name.slice(0, -extension.length)}-${hash}${extension}`;
  const contents = new Map([[hashedName, map ? withMap(content, hashedName) : content]]);
  if (map) contents.set(`${hashedName}.map`, map);
  if (compress) {
    const [br, gz] = await Promise.all([brotlied(content), gzipped(content, { level: 9 })]);
    contents.set(`${hashedName}.br`, br).set(`${hashedName}.gz`, gz);
  }
  await Promise.all([...contents].map(([file, bytes]) => replaceFile(join(outDir, file), bytes)));
  return { name, hashedName, names: [...contents.keys()] };
}

const withMap = (content: Uint8Array, name: string): Uint8Array =>
  Buffer.concat([content, Buffer.from(`//# sourceMappingURL=${name}.map\n`)]);

/** A server that starts meanwhile sees the former text or the new one, never half of it. */
export async function replaceFile(path: string, text: string | Uint8Array): Promise<void> {
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, text);
  await rename(fresh, path);
}

const ours = /^[a-z]+-[\da-f]{10}\.(?:js|css)(?:\.map|\.br|\.gz)?$/;

async function removeFormer(outDir: string, current: ReadonlySet<string>): Promise<void> {
  const former = (await readdir(outDir)).filter((name) => ours.test(name) && !current.has(name));
  await Promise.all(former.map((name) => removeOld(join(outDir, name))));
}

async function removeOld(path: string): Promise<void> {
  // Another build may have removed it.
  const written = await stat(path).catch(() => null);
  if (written && Date.now() - written.mtimeMs > KEPT_FOR) await rm(path, { force: true });
}
