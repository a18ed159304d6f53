// Another process of the same app: `node other-process.ts <database> <deed> <id>`. It tells nobody what it has done.
import { mailbox } from "livegate/auth";
import { openDatabase } from "livegate/data";
import { accountsOf, type AccountTables } from "./sample-app/accounts.ts";
import { mailLinks } from "./sample-app/user-auth.ts";

const [databaseUrl = "", deed = "", id = ""] = process.argv.slice(2);
const db = await openDatabase<AccountTables>(databaseUrl);
const accounts = accountsOf();
await accounts.start({ db, mailer: mailbox(), links: mailLinks, url: new URL("https://shop.test") });
if (deed === "endSession") await accounts.endSession(id);
if (deed === "endSessions") await accounts.endSessions(Number(id));
if (deed === "disable") await accounts.disable(Number(id));
if (deed === "changed") await accounts.changed(Number(id));
await accounts.stop();
await db.destroy();
