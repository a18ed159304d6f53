import { accountAttacks } from "./account-attacks.ts";
import type { Attack } from "./attack.ts";
import { floodAttacks } from "./flood-attacks.ts";
import { forgeryAttacks } from "./forgery-attacks.ts";
import { inputAttacks } from "./input-attacks.ts";
import { mailAttacks } from "./mail-attacks.ts";
import { requestAttacks } from "./request-attacks.ts";
import { serverAttacks } from "./server-attacks.ts";
import { sessionAttacks } from "./session-attacks.ts";
import { socketAttacks } from "./socket-attacks.ts";

/** Every attack, in the order in which they are made. */
export const attacks: readonly Attack[] = [
  ...sessionAttacks,
  ...socketAttacks,
  ...forgeryAttacks,
  ...requestAttacks,
  ...floodAttacks,
  ...inputAttacks,
  ...accountAttacks,
  ...mailAttacks,
  ...serverAttacks,
];
