export { type TemporaryDatabase, temporaryDatabase } from "./data/temporary-database.ts";
