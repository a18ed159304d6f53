import type { ExportNamedDeclaration } from "oxc-parser";
import { type CodeEdit, refuse } from "./edit.ts";
import { insertItem } from "./insert-item.ts";
import { type Source, indexOutsideComments } from "./source.ts";
import { restyle } from "./style.ts";
import { topLevelNames } from "./top-level.ts";

/** Passes on names of another module: from the door of a context, what its files hold. */
export const addExports = (names: readonly string[], from: string): CodeEdit => {
  const statement = `export { ${names.join(", ")} } from "${from}";`;
  return {
    what: `passes on what ${from} has`,
    paste: { where: "at the end", code: statement },
    step: (code, source) => {
      const passedOn = exportsOf(source);
      const exported = new Set(passedOn.flatMap(({ specifiers }) => specifiers.map((each) => nameOf(each.exported))));
      const missing = names.filter((name) => !exported.has(name));
      const [name] = missing;
      if (name === undefined) return "present";
      const taken = missing.find((each) => topLevelNames(source).has(each));
      if (taken !== undefined) return refuse(`"${taken}" is the name of something else in it`);
      const existing = passedOn.find(({ source: module }) => module?.value === from);
      if (existing) {
        const start = indexOutsideComments(source, "{", existing);
        const end = indexOutsideComments(source, "}", existing) + 1;
        insertItem(code, source, { start, end, items: existing.specifiers }, { text: name });
      } else {
        const { text, style } = source;
        const gap = text === "" || text.endsWith("\n") ? "" : style.newline;
        code.append(gap + restyle(statement, style) + style.newline);
      }
      return "changed";
    },
  };
};

const exportsOf = ({ program }: Source): readonly ExportNamedDeclaration[] =>
  program.body.filter((statement) => statement.type === "ExportNamedDeclaration");

const nameOf = (name: ExportNamedDeclaration["specifiers"][number]["exported"]): string =>
  name.type === "Literal" ? name.value : name.name;
