import { accountAttacks } from "./account-attacks.ts";
import { addressAttacks } from "./address-attacks.ts";
import type { Attack } from "./attack.ts";
import { floodAttacks } from "./flood-attacks.ts";
import { forgeryAttacks } from "./forgery-attacks.ts";
import { inputAttacks } from "./input-attacks.ts";
import { mailAttacks } from "./mail-attacks.ts";
import { otherSiteAttacks } from "./other-site-attacks.ts";
import { requestAttacks } from "./request-attacks.ts";
import { revocationAttacks } from "./revocation-attacks.ts";
import { serverAttacks } from "./server-attacks.ts";
import { sessionAttacks } from "./session-attacks.ts";
import { socketAttacks } from "./socket-attacks.ts";
import { stolenAttacks } from "./stolen-attacks.ts";
import { sudoAttacks } from "./sudo-attacks.ts";
import { timingAttacks } from "./timing-attacks.ts";
import { troubleAttacks } from "./trouble-attacks.ts";
import { uploadAttacks } from "./upload-attacks.ts";

/** Every attack, in the order in which they are made. */
export const attacks: readonly Attack[] = [
  ...sessionAttacks,
  ...revocationAttacks,
  ...sudoAttacks,
  ...socketAttacks,
  ...forgeryAttacks,
  ...otherSiteAttacks,
  ...stolenAttacks,
  ...requestAttacks,
  ...floodAttacks,
  ...inputAttacks,
  ...uploadAttacks,
  ...accountAttacks,
  ...mailAttacks,
  ...addressAttacks,
  ...timingAttacks,
  ...troubleAttacks,
  ...serverAttacks,
];
