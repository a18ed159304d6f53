import type { Attack } from "./attack.ts";
import { forgeryAttacks } from "./forgery-attacks.ts";
import { sessionAttacks } from "./session-attacks.ts";
import { socketAttacks } from "./socket-attacks.ts";

/** Every attack, in the order in which they are made. */
export const attacks: readonly Attack[] = [...sessionAttacks, ...socketAttacks, ...forgeryAttacks];
