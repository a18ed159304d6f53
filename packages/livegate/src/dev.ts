export type { DevPage } from "./dev/dev-page.ts";
export { devTools } from "./dev/dev-tools.ts";
export { type ShownMail, type ShownMailbox, mailboxPage } from "./dev/mailbox-page.ts";
