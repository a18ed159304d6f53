import type { App } from "../endpoint/app.ts";
import type { DevelopmentMessage } from "../endpoint/development-pages.ts";

/** What the process above this one sends to be passed on to pages. */
export interface PageMessage {
  readonly toPages: DevelopmentMessage;
}

/** Passes on to the pages what `livegate dev`, whose child this process is, has to tell them. Gives what ends that. */
export function followDevelopment({ development }: App): () => void {
  if (!development) return () => {};
  const pass = (message: unknown): void => {
    if (isPageMessage(message)) development.tell(message.toPages);
  };
  process.on("message", pass);
  return () => void process.off("message", pass);
}

const isPageMessage = (message: unknown): message is PageMessage =>
  typeof message === "object" && message !== null && "toPages" in message;
