import type { StandardSchemaV1 } from "@standard-schema/spec";

type Schema<Value> = StandardSchemaV1<Partial<Record<keyof Value, unknown>>, Value>;

/** A schema out of a function that reads what was sent and takes something for whatever it is. */
export const readWith = <Value>(read: (sent: Readonly<Record<string, unknown>>) => Value): Schema<Value> => ({
  "~standard": {
    version: 1,
    vendor: "livegate",
    validate: (given) => ({ value: read(typeof given === "object" && given !== null ? { ...given } : {}) }),
  },
});
