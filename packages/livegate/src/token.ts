export { type Keyring, keyring } from "./token/keyring.ts";
export { randomToken } from "./token/random-token.ts";
export { Secret } from "./token/secret.ts";
export type { Json, TokenAge, TokenResult } from "./token/token-text.ts";
