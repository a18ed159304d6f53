export type { AccountFlows, LinkOutcome } from "./auth/account-flows.ts";
export {
  type AdministeredSession,
  type AdministeredUser,
  type Administration,
  type ListPage,
  type ListQuery,
  administration,
} from "./auth/administration.ts";
export { answerRefusal } from "./auth/answer-refusal.ts";
export { answerSheet } from "./auth/answer-sheet.ts";
export { appendOnly, dropAppendOnly } from "./auth/append-only.ts";
export type { UserRow as AuthUserRow } from "./auth/auth-context.ts";
export type { Actor } from "./auth/audit-log.ts";
export type {
  AuditTable,
  MailTable,
  MailTokenTable,
  Moment,
  SessionTable,
  TableNames,
  UserColumns,
  UserId,
} from "./auth/auth-tables.ts";
export { type Authentication, authentication, isAuthentication } from "./auth/authentication.ts";
export type { AuthenticationDefinition } from "./auth/authentication-definition.ts";
export type { AuthenticationBeside, AuthenticationStart } from "./auth/authentication-start.ts";
export { type MailSettings, configuredMailer } from "./auth/configured-mailer.ts";
export { type BrowserDescription, describeBrowser } from "./auth/describe-browser.ts";
export { checkEmail, emailAddress } from "./auth/email-address.ts";
export type { InSession, SessionKey } from "./auth/in-session.ts";
export { type Lifetimes, defaultLifetimes } from "./auth/lifetimes.ts";
export type { MailLinks } from "./auth/mail-delivery.ts";
export type { LinkPreview } from "./auth/mail-links.ts";
export {
  type LinkFacts,
  type MailFacts,
  type MailText,
  type MailTexts,
  type NoticeFacts,
  textAsHtml,
} from "./auth/mail-texts.ts";
export type { MailPurpose } from "./auth/mail-tokens.ts";
export { type KeptMail, type Mailbox, mailbox } from "./auth/mailbox.ts";
export { type Mail, type Mailer, smtpMailer } from "./auth/mailer.ts";
export type { Outcome, Refusal } from "./auth/outcome.ts";
export { type HashCost, defaultHashCost } from "./auth/password-hashing.ts";
export { type PasswordContext, checkPassword } from "./auth/password-rules.ts";
export type { UserExtras } from "./auth/registration.ts";
export { returnPath } from "./auth/return-path.ts";
export type { EndOptions } from "./auth/session-end.ts";
export type { ListedSession } from "./auth/session-list.ts";
export type { SudoProof } from "./auth/sudo.ts";
export type { SessionsChange } from "./auth/sessions-topic.ts";
export { throttleRates } from "./auth/throttles.ts";
export { type GrantOptions, type LeaveOptions, type UserAuth, type UserAuthPages, userAuth } from "./auth/user-auth.ts";
export type { LogInOptions, LoggedInUser } from "./auth/user-log-in.ts";
export type { LogInMethod } from "./auth/user-sessions.ts";
export type { Visitor } from "./auth/visitor.ts";
