import { checkEmail, checkPassword } from "livegate/auth";
import { z } from "zod";
import type { __Schema__Row } from "./__file__-tables.ts";

/** Who uses the app, as its pages and its other contexts see them. */
export interface __Schema__ {
  // @if uuid
  readonly id: string;
  // @else
  readonly id: number;
  // @end
  readonly email: string;
  /** When the address was proved, as ISO 8601 in UTC; null until then. */
  readonly confirmedAt: string | null;
  readonly hasPassword: boolean;
}

export const __schema__FromRow = ({ id, email, confirmed_at, hashed_password }: __Schema__Row): __Schema__ => ({
  id,
  email,
  confirmedAt: confirmed_at,
  hasPassword: hashed_password !== null,
});

/** The name of the app, as mails say it. No password may be built from it. */
export const appName = "__App__";

// The schemas let a form tell what is wrong while somebody types. What counts is checked again where it is written, by the
// same functions.
const email = z.string({ error: "Type your e-mail address." }).check(tells(checkEmail));
const newPassword = z
  .string({ error: "Choose a password." })
  .check(tells((text) => checkPassword(text, { not: [appName] })));
const secret = z.string().default("");
const ticked = z.string().optional();

export const RegistrationSchema = z.object({ email, password: newPassword });

/** Two ways in: a password, or a link by mail. What is missing is told by the one that was asked for. */
export const LogInSchema = z.object({ email: z.string().default(""), password: secret, remember_me: ticked });

/** The page behind a log-in link. */
export const LogInLinkSchema = z.object({ remember_me: ticked, password: secret });

export const EmailSchema = z.object({ email });

/** The page behind a confirmation link: whoever registered may prove it by the password. */
export const ConfirmationSchema = z.object({ password: secret });

export const NewPasswordSchema = z.object({ password: newPassword });

/** What asks who is there: the password, or the code that was mailed. A change of password always does. */
const proof = { current_password: secret, code: z.string().default("") };
export const EmailChangeSchema = z.object({ email });
export const PasswordChangeSchema = z.object({ password: newPassword, ...proof });
export const DeletionSchema = z.object({});
export const ProofSchema = z.object(proof);

/** Makes a check of a text that gives a message or null one of a schema. */
function tells(check: (text: string) => string | null) {
  return (ctx: z.core.ParsePayload<string>): void => {
    const message = check(ctx.value);
    if (message !== null) ctx.issues.push({ code: "custom", message, input: ctx.value });
  };
}
