import type { ResourceNames } from "../names/resource-names.ts";
import { kebab } from "../names/words.ts";

/** The placeholders of a resource's names: the spelling of each tells that of its value. */
export const nameValues = (names: ResourceNames): Readonly<Record<string, string>> => ({
  Context: names.context,
  "context-file": names.contextFile,
  Schema: names.schema,
  schema: names.variable,
  file: names.file,
  label: names.label,
  Label: names.labelFirst,
  Schemas: names.schemas,
  schemas: names.variables,
  folder: names.folder,
  labels: names.labels,
  Labels: names.labelsFirst,
  table: names.table,
  "table-file": kebab(names.table),
});
