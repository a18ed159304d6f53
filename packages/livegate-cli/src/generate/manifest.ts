import { createHash } from "node:crypto";

/** The file in an app that says what was generated. It belongs under version control. */
export const MANIFEST = "livegate.json";

/** What livegate.json says: what was generated, by which version, and how it was. */
export interface Manifest {
  readonly generated: readonly Generated[];
}

/** One run of a generator. */
export interface Generated {
  readonly generator: string;
  /** What it was told on the command line. */
  readonly args: string;
  /** The version of the templates. */
  readonly version: string;
  /** The hash of each file as it was generated, by its path. */
  readonly files: Readonly<Record<string, string>>;
}

/** Reads a manifest; one that isn't there or can't be read knows of nothing, so that everything counts as its author's. */
export function parseManifest(text: string | null): Manifest {
  try {
    const manifest = JSON.parse(text ?? "") as Partial<Manifest>;
    return { generated: Array.isArray(manifest.generated) ? manifest.generated : [] };
  } catch {
    return { generated: [] };
  }
}

/** A manifest with one more run; another one of the same generator and resource is replaced. */
export function withRun({ generated }: Manifest, run: Generated): Manifest {
  const place = generated.findIndex((each) => nameOf(each) === nameOf(run));
  if (place < 0) return { generated: [...generated, run] };
  const files = { ...generated[place]?.files, ...run.files };
  return { generated: generated.with(place, { ...run, files }) };
}

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

/** Whether a file is as one of the runs has made it: nobody has touched it since. */
export const isUntouched = ({ generated }: Manifest, path: string, text: string): boolean =>
  generated.some(({ files }) => files[path] === hashOf(text));

/** Line ends don't count: git changes them. */
export const hashOf = (text: string): string =>
  createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("base64url").slice(0, 22);

const nameOf = ({ generator, args }: Generated): string => `${generator} ${args.split(" ", 2).join(" ")}`;
