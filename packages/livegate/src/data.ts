export { type ConstraintMessages, type FieldErrors, constraintErrors } from "./data/constraint-errors.ts";
export { type MigrationState, migrate, migrationStatus, rollback } from "./data/migrations.ts";
export { openDatabase } from "./data/open-database.ts";
