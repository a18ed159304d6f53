import { applyRule } from "../live/rule.ts";
import type { OpenUpload } from "../live/open-upload.ts";
import type { StateUploads } from "../live/state-uploads.ts";
import { EXTERNAL_EXPIRES_IN } from "../live/upload.ts";
import type { UploadFile } from "../live/upload-file.ts";
import { UploadRefusal } from "../live/upload-writer.ts";
import type { PreflightPayload } from "../protocol/upload-payloads.ts";
import type { UploadFailedMessage, UploadProgressMessage } from "./channel-message.ts";
import type { ComponentInstance } from "./component-instance.ts";
import { endTurn, toNobody } from "./end-turn.ts";
import type { JoinedView } from "./joined-view.ts";
import { andThen } from "./maybe-promise.ts";
import { signUploadToken } from "./upload-token.ts";

type Work = void | PromiseLike<void>;

/** Who has the upload: the view itself, or one of its components. */
interface Owner {
  readonly component: ComponentInstance | null;
  readonly uploads: StateUploads;
}

function ownerOf({ instance }: JoinedView, cid: number | null): Owner | null {
  const component = cid === null ? null : (instance.present?.at(cid) ?? null);
  if (cid !== null && component === null) return null;
  const { uploads } = (component ?? instance).state;
  return uploads && { component, uploads };
}

/** Decides which files the page may send, and tells it how (protocol 5.7: preflight). */
export async function handlePreflight(
  view: JoinedView,
  { ref, payload }: { readonly ref: string | null; readonly payload: PreflightPayload },
  guardValues: object,
): Promise<void> {
  const owner = ownerOf(view, payload.cid);
  const upload = owner?.uploads.withRef(payload.ref);
  // A page that was mounted anew has other references: this one is no more.
  if (!owner || !upload?.isAllowed) return refuseAll(view, ref, payload, "disallowed");
  const ruled = await allows(view, owner, upload, guardValues);
  if (view.channel.isClosed) return;
  owner.uploads.select(new Map([[upload.ref, payload.files]]));
  if (ruled !== null) {
    for (const { ref: fileRef } of payload.files) {
      const file = upload.find(fileRef);
      if (file) owner.uploads.fail(upload, file, ruled);
    }
  }
  if (ruled !== null || (!upload.def.autoUpload && upload.faults.length > 0)) {
    return answer(view, ref, owner, { ref: upload.ref, error: upload.faults });
  }
  const entries: Record<string, unknown> = {};
  for (const file of upload.sendable(new Set(payload.files.map((picked) => picked.ref)))) {
    const entry = await preflight(view, owner, { upload, file, guardValues });
    if (view.channel.isClosed) return;
    if (entry !== null) entries[file.client.ref] = entry;
  }
  owner.uploads.changed(upload);
  const { maxFileSize, maxEntries, def } = upload;
  const config = {
    max_file_size: maxFileSize,
    max_entries: maxEntries,
    chunk_size: def.chunkSize,
    chunk_timeout: def.chunkTimeout,
  };
  return answer(view, ref, owner, { ref: upload.ref, config, entries, errors: errorsByRef(upload) });
}

/** Why the upload's rule says no; null where it doesn't. */
async function allows(view: JoinedView, { component }: Owner, { def }: OpenUpload, guardValues: object) {
  if (def.rule === null) return null;
  const { instance } = view;
  const ruled = await applyRule(def.rule, guardValues, component?.props ?? instance.params);
  if (ruled.ok) return null;
  view.refusals.note("upload_refused", { reason: ruled.reason }, "upload refused");
  return ruled.reason;
}

/** What the page needs to send a file: a token, or what an uploader of its own needs. Null where it may not after all. */
async function preflight(
  view: JoinedView,
  { uploads, component }: Owner,
  {
    upload,
    file,
    guardValues,
  }: { readonly upload: OpenUpload; readonly file: UploadFile; readonly guardValues: object },
): Promise<unknown> {
  const { external } = upload.def;
  const { page, runtime } = view;
  if (external === null) {
    file.preflight(null);
    const { id: viewId, sessionId, userSessionId } = page;
    const { ref: fileRef, size } = file.client;
    const cid = component?.cid ?? null;
    return signUploadToken(runtime.context, {
      viewId,
      sessionId,
      userSessionId,
      cid,
      uploadRef: upload.ref,
      fileRef,
      size,
    });
  }
  // Its types were checked where the upload was declared.
  const context = { ...guardValues, expiresIn: EXTERNAL_EXPIRES_IN };
  const meta = await external(file.shown, context as never);
  if (meta instanceof UploadRefusal) {
    uploads.fail(upload, file, meta.reason);
    return null;
  }
  file.preflight(meta);
  return meta;
}

function errorsByRef(upload: OpenUpload): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    upload.files.filter(({ errors }) => errors.length > 0).map(({ client, errors }) => [client.ref, errors]),
  );
}

function refuseAll(view: JoinedView, ref: string | null, { ref: uploadRef }: PreflightPayload, reason: string): Work {
  view.refusals.note("upload_refused", { reason }, "upload refused");
  return endTurn(view, { ref, reply: null, beside: members({ ref: uploadRef, error: [[uploadRef, reason]] }) });
}

/** Takes how far a file is, has the view's own code see it, and answers. */
export function handleProgress(view: JoinedView, { ref, payload, mayRun }: UploadProgressMessage): Work {
  const owner = ownerOf(view, payload.cid);
  const upload = owner?.uploads.withRef(payload.ref);
  const file = upload?.find(payload.entryRef);
  if (!owner || !upload || !file) return endTurn(view, { ref, reply: null });
  if (payload.progress === null) {
    owner.uploads.fail(upload, file, "external_client_failure");
    return answer(view, ref, owner, {});
  }
  const isLast = payload.progress === 100;
  if ((!mayRun && !isLast) || !file.advance(payload.progress)) return answer(view, ref, owner, {});
  owner.uploads.changed(upload);
  const { component } = owner;
  const ran = (component ?? view.instance).handleProgress(upload.name, file.shown);
  return andThen(ran, () => answer(view, ref, owner, {}));
}

/** Something went wrong on the way of a file's bytes. */
export function handleUploadFailed(view: JoinedView, { cid, upload, file, reason }: UploadFailedMessage): Work {
  const owner = ownerOf(view, cid);
  if (!owner) return;
  owner.uploads.fail(upload, file, reason);
  turned(view, owner);
  return endTurn(view, toNobody);
}

function answer(view: JoinedView, ref: string | null, owner: Owner, beside: object): Work {
  turned(view, owner);
  return endTurn(view, { ref, reply: null, beside: members(beside) });
}

function turned({ instance }: JoinedView, { component }: Owner): void {
  if (component !== null) instance.present?.turned(component);
}

/** The members of an object as JSON text. */
const members = (object: object): string => JSON.stringify(object).slice(1, -1);
