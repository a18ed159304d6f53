import type { OpenUpload } from "../live/open-upload.ts";
import type { UploadFile } from "../live/upload-file.ts";
import type { UploadError } from "../live/upload-types.ts";
import { uploadRefusal } from "../protocol/wire-names.ts";
import type { JoinedView } from "./joined-view.ts";
import type { UploadToken } from "./upload-token.ts";

/** A file that may be sent now, once. */
export interface UploadClaim {
  readonly upload: OpenUpload;
  readonly file: UploadFile;
  /** Asked before each chunk: whether the view is there and its session in order. Later where its guards have to say. */
  mayGoOn(): boolean | Promise<boolean>;
  /** Tells the view that nothing comes of the file. */
  failed(reason: UploadError): void;
}

/** The file that a token stands for, if its view waits for it. */
export function claimUpload(view: JoinedView, token: UploadToken): UploadClaim | string {
  const { instance, page, channel } = view;
  const isOwn = token.sessionId === page.sessionId && token.userSessionId === page.userSessionId;
  if (!isOwn || token.viewId !== page.id) return uploadRefusal.invalidToken;
  const owner = token.cid === null ? instance : instance.present?.at(token.cid);
  const upload = owner?.state.uploads?.withRef(token.uploadRef);
  const file = upload?.find(token.fileRef);
  if (!upload || !file) return uploadRefusal.disallowed;
  if (file.hasTransfer) return uploadRefusal.alreadyRegistered;
  if (!file.awaitsTransfer || file.client.size !== token.size) return uploadRefusal.disallowed;
  return {
    upload,
    file,
    mayGoOn: () => channel.mayGoOn(),
    failed: (reason) => channel.deliver({ kind: "uploadFailed", cid: token.cid, upload, file, reason }),
  };
}
