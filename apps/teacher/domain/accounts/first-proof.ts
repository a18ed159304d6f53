import { repo } from "../repo.ts";
import type { User } from "./user.ts";

/** Whether the first proof of a user's mailbox voided what was there: somebody else may have used the account before. */
export async function wasVoided({ id }: User): Promise<boolean> {
  const noted = await repo.db
    .selectFrom("users_audit")
    .select("id")
    .where("user_id", "=", String(id))
    .where("action", "=", "confirm_and_void")
    .executeTakeFirst();
  return noted !== undefined;
}
