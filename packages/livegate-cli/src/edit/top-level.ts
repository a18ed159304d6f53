import type { Node, Statement } from "oxc-parser";
import type { Source } from "./source.ts";

/** Every name that stands for something at the top of a source. */
export const topLevelNames = (source: Source): ReadonlySet<string> =>
  new Set([...importedNames(source), ...declaredNames(source)]);

/** The names that imports give. */
export const importedNames = ({ program }: Source): readonly string[] =>
  program.body.flatMap((statement) =>
    statement.type === "ImportDeclaration" ? statement.specifiers.map(({ local }) => local.name) : [],
  );

/** The names that are declared at the top: of values and of types. */
export const declaredNames = ({ program }: Source): readonly string[] =>
  program.body.flatMap((statement) => {
    const declared = declarationOf(statement);
    if (declared?.type === "VariableDeclaration") {
      return declared.declarations.flatMap(({ id }) => (id.type === "Identifier" ? id.name : []));
    }
    return declared && "id" in declared && declared.id?.type === "Identifier" ? [declared.id.name] : [];
  });

/** What a statement declares, exported or not. */
export const declarationOf = (statement: Statement): Node | null =>
  statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
