import type { UploadEntry } from "./upload-types.ts";

/** What a view or a component does when a file has come further, by the name of the upload; their sockets are typed there. */
export type ProgressHandlers = Readonly<Record<string, (socket: never, entry: UploadEntry) => unknown>>;

export const progressHandlers = (given: object | undefined): ProgressHandlers => (given ?? {}) as ProgressHandlers;
