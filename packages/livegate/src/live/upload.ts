import { LivegateError } from "../errors/livegate-error.ts";
import { limits } from "../protocol/limits.ts";
import type { Guard } from "./guard-step.ts";
import type { GivesOf, MaybePromise, RanOf } from "./guard-types.ts";
import type { Rule } from "./rule.ts";
import { type UploadAccept, uploadAccept } from "./upload-accept.ts";
import type { UploadEntry, UploadError } from "./upload-types.ts";
import type { AnyUploadWriter, UploadRefusal } from "./upload-writer.ts";

/** Seconds for which what `external` signs should be good. */
export const EXTERNAL_EXPIRES_IN = 300;

/** What `external` gives for a file: which uploader of the page's script sends it, and what that one needs. */
export interface ExternalMeta {
  /** A key of `uploaders` in the client's `connect`. */
  readonly uploader: string;
}

declare const UPLOAD: unique symbol;

/** An upload as it was declared. Made by `upload`. */
export interface UploadDef<Meta extends object = object, Ran extends string = string, Input = unknown> {
  readonly accept: UploadAccept;
  readonly maxEntries: number;
  readonly maxEntriesMode: "selected" | "total";
  readonly maxFileSize: number;
  readonly maxTotalSize: number | null;
  readonly chunkSize: number;
  readonly chunkTimeout: number;
  readonly autoUpload: boolean;
  readonly allowed: boolean;
  readonly writer: "disk" | "memory" | AnyUploadWriter;
  readonly external: ((entry: UploadEntry, context: never) => MaybePromise<object>) | null;
  readonly validate: ((entry: UploadEntry) => UploadError | null) | null;
  /** Its own guards and its rule's. */
  readonly needs: readonly Guard[];
  readonly rule: Rule<string, never, never, never> | null;
  readonly [UPLOAD]?: { readonly meta: Meta; readonly ran: Ran; readonly input: Input };
}

/** The uploads of a view or component by name. */
export type UploadDeclarations = Readonly<Record<string, UploadDef>>;

/** What the handler gets that consumes a file of this upload. */
export type UploadMetaOf<D> = D extends UploadDef<infer Meta, infer _Ran, infer _Input> ? Meta : never;

/** The names of the guards that these uploads need. */
export type UploadNeeds<U> = {
  [K in keyof U]: U[K] extends UploadDef<infer _Meta, infer Ran, infer _Input> ? Ran : never;
}[keyof U];

type InputOf<D> = D extends UploadDef<infer _Meta, infer _Ran, infer Input> ? Input : unknown;
type Unfit<U, Params> = { [K in keyof U]: Params extends InputOf<U[K]> ? never : K }[keyof U];

/** Whether the rules of these uploads can load their records with what is there: the view's params, a component's props. */
export type UploadsFit<U, Params> = [Unfit<U, Params>] extends [never]
  ? unknown
  : `the rule of the upload "${Unfit<U, Params> & string}" loads by something that isn't there`;

type MetaOfWriter<W> = W extends "memory"
  ? { readonly bytes: Buffer }
  : W extends AnyUploadWriter<infer Meta>
    ? Meta
    : { readonly path: string };
type MetaOf<W, External> = [External] extends [never] ? MetaOfWriter<W> : External & ExternalMeta;

/** What an upload takes, and what becomes of it. Sizes are bytes. */
export interface UploadOptions<G extends readonly Guard[], Ran extends string, Context, Input, Found, W, External> {
  /**
   * Extensions and media types, or "any". A file has to fit one by its name or its type; where all that it fits are images,
   * its first bytes have to be an image of an accepted kind as well (PNG, JPEG, GIF, WebP, AVIF).
   */
  readonly accept: readonly string[] | "any";
  /** Files at once (default 1: another one takes the place of the first). */
  readonly maxEntries?: number;
  /** "selected": files that were consumed make room for others (default); "total": they don't. */
  readonly maxEntriesMode?: "selected" | "total";
  /** Default: 8,000,000. */
  readonly maxFileSize?: number;
  /** All files of one selection together (default: no limit). */
  readonly maxTotalSize?: number;
  /** Default: 64,000; at most 1 MiB without what stands around a chunk. */
  readonly chunkSize?: number;
  /** Milliseconds without a chunk after which a file counts as interrupted (default 10,000). */
  readonly chunkTimeout?: number;
  /** Whether files are sent as soon as they are picked, not with the form (default false). */
  readonly autoUpload?: boolean;
  /** False: files are taken once a handler calls `allowUpload` (default true). */
  readonly allowed?: boolean;
  /** "disk": a temporary file (default); "memory": a buffer; or the app's own. */
  readonly writer?: W;
  /** Has the page send files elsewhere: gives, for each, what its uploader needs. */
  readonly external?: (
    entry: UploadEntry,
    context: GivesOf<G> & { /** Seconds for which what is signed should be good: 300. */ readonly expiresIn: number },
  ) => MaybePromise<(External & ExternalMeta) | UploadRefusal>;
  /** Says what is wrong with a file that was picked; null: nothing. Must not wait. */
  readonly validate?: (entry: UploadEntry) => UploadError | null;
  /** Guards whose values `external` gets. */
  readonly needs?: G;
  /** Asked before a file is taken; its record is loaded by the view's params or the component's props. */
  readonly rule?: Rule<Ran, Context, Input, Found>;
}

/**
 * Declares an upload in a view's or a component's `uploads`.
 *
 * Everything is checked on the server before a byte is taken, and the bytes while they come: never more than were announced.
 * Throws LG_UPLOAD_OPTION for options that fit nothing. Source: protocol 5.7; ASVS V5.
 *
 * @example
 * liveView({
 *   uploads: { cover: upload({ accept: [".jpg", ".png"], maxFileSize: 5_000_000 }) },
 *   events: { validate: null, save: null },
 *   mount: () => ({ saved: [] as string[] }),
 *   handle: {
 *     validate: () => {},
 *     save: async (socket) => {
 *       const saved = await socket.consumeUploadedEntries("cover", ({ path }) => storeCover(path));
 *       socket.assign({ saved });
 *     },
 *   },
 *   render: ({ uploads }, ev) => html`<form id="cover" phx-change=${ev.validate} phx-submit=${ev.save}>
 *     ${liveFileInput(uploads.cover)} ${uploads.cover.entries.map((entry) => liveImgPreview(entry))}
 *   </form>`,
 * });
 */
export function upload<
  const G extends readonly Guard[] = [],
  Ran extends string = never,
  Context = never,
  Input = unknown,
  Found = never,
  const W extends "disk" | "memory" | AnyUploadWriter = "disk",
  External extends object = never,
>(
  options: UploadOptions<G, Ran, Context, Input, Found, W, External>,
): UploadDef<NoInfer<MetaOf<W, External>>, NoInfer<RanOf<G> | Ran>, NoInfer<Input>> {
  const { accept, validate = null, external = null, rule = null, needs = [] } = options;
  const chunkAtMost = limits.frameBytes - limits.chunkOverheadBytes;
  return {
    accept: uploadAccept(accept),
    maxEntries: whole("maxEntries", options.maxEntries ?? 1),
    maxEntriesMode: options.maxEntriesMode ?? "selected",
    maxFileSize: whole("maxFileSize", options.maxFileSize ?? 8_000_000),
    maxTotalSize: options.maxTotalSize === undefined ? null : whole("maxTotalSize", options.maxTotalSize),
    chunkSize: whole("chunkSize", options.chunkSize ?? 64_000, chunkAtMost),
    chunkTimeout: whole("chunkTimeout", options.chunkTimeout ?? 10_000),
    autoUpload: options.autoUpload ?? false,
    allowed: options.allowed ?? true,
    writer: options.writer ?? "disk",
    external,
    validate,
    needs: [...needs, ...(rule?.needs ?? [])],
    rule: rule as Rule<string, never, never, never> | null, // Its types stand in the phantom.
  };
}

/** A limit of an upload. Throws LG_UPLOAD_OPTION. */
export function whole(option: string, value: number, most: number = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(value) && value > 0 && value <= most) return value;
  const what = `An upload has the ${option} ${value}, which is no whole number from 1 to ${most}.`;
  throw new LivegateError("LG_UPLOAD_OPTION", what);
}

/** The guards that these uploads need. */
export const guardsOfUploads = (declared: UploadDeclarations): readonly Guard[] =>
  Object.values(declared).flatMap(({ needs }) => needs);
