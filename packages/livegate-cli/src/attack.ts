export {
  type AccountPaths,
  type AttackPlan,
  type EventClaim,
  type GuardClaim,
  type PlausiblePayload,
  type Records,
  attackPlan,
} from "./attack/attack-plan.ts";
export {
  type Account,
  type Making,
  type Principal,
  accountPrincipals,
  expire,
  logIn,
  register,
  revoke,
} from "./attack/principals.ts";
