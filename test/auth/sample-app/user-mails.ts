import type { LinkFacts, MailText, MailTexts } from "livegate/auth";

const withLink =
  (subject: string) =>
  ({ url }: LinkFacts): MailText => ({ subject, text: `Open this page:\n\n${url}` });

export const userMails: MailTexts = {
  log_in: withLink("Log in"),
  confirm: withLink("Confirm your address"),
  reset_password: withLink("Set a new password"),
  change_email: withLink("Confirm your new address"),
  registered_already: withLink("You have an account"),
  code: ({ code }) => ({ subject: "Your code", text: code }),
  email_changed: withLink("Your address was changed"),
  password_changed: withLink("Your password was changed"),
  new_device: withLink("A new device"),
};
