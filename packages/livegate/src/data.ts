export { primaryKey, timestamps } from "./data/columns.ts";
export { type ConstraintMessages, type FieldErrors, constraintErrors } from "./data/constraint-errors.ts";
export { DatabaseUnavailable, type UnavailableReason } from "./data/database-unavailable.ts";
export { type MigrationState, migrate, migrationStatus, rollback } from "./data/migrations.ts";
export { type DatabaseUrl, openDatabase } from "./data/open-database.ts";
export { type PingResult, ping } from "./data/ping.ts";
export { type TemporaryDatabase, temporaryDatabase } from "./data/temporary-database.ts";
