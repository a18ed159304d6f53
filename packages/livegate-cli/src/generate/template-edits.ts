import type { ArrayExpression, CallExpression, ImportDeclaration, Node, Statement } from "oxc-parser";
import { addElement } from "../edit/add-element.ts";
import { type Import, addImport } from "../edit/add-import.ts";
import { addExtends, addMember } from "../edit/add-member.ts";
import { addProperty } from "../edit/add-property.ts";
import { addLiveRoutes, addRoutes, nameOf as routeName } from "../edit/add-routes.ts";
import type { Edit } from "../edit/edit.ts";
import { nameOf } from "../edit/find-calls.ts";
import { type RouteBlock, blocksIn, readRoutes } from "../edit/read-routes.ts";
import { type Source, type Span, codeOf, parseSource } from "../edit/source.ts";
import { declarationOf } from "../edit/top-level.ts";

/**
 * The edits that a template of edits asks for: it is a file like the one to be edited, which holds nothing but what is to be
 * added there. Imports, members and parents of interfaces, properties of `call({ … })`, elements of arrays, and routes are
 * understood; anything else in it is a mistake, and throws.
 */
export function editsFrom(template: string): readonly Edit[] {
  const source = parseSource(template);
  if (!source) throw new Error(`A template of edits doesn't parse:\n${template}`);
  return source.program.body.flatMap((statement) => {
    const edits = editsOf(source, statement);
    if (edits) return edits;
    throw new Error(`A template of edits has something that can't be added: ${textOf(source, statement)}`);
  });
}

function editsOf(source: Source, statement: Statement): readonly Edit[] | null {
  if (statement.type === "ImportDeclaration") return [addImport(importOf(statement))];
  const declared = declarationOf(statement);
  if (declared?.type === "TSInterfaceDeclaration") {
    const parents = declared.extends.map(({ expression }) => addExtends(declared.id.name, codeOf(source, expression)));
    return [...parents, ...declared.body.body.flatMap((member) => memberOf(source, declared.id.name, member))];
  }
  if (declared?.type === "VariableDeclaration") {
    const [{ id, init } = { id: null, init: null }] = declared.declarations;
    const [value] = init?.type === "CallExpression" ? init.arguments : [init];
    if (id?.type === "Identifier" && value?.type === "ArrayExpression") return elementsOf(source, id.name, value);
    return init?.type === "CallExpression" ? propertiesOf(source, init) : null;
  }
  if (statement.type === "ExpressionStatement" && statement.expression.type === "CallExpression") {
    return propertiesOf(source, statement.expression);
  }
  const isRouter = statement.type === "ExportDefaultDeclaration";
  return isRouter ? routesOf(source) : null;
}

const importOf = ({ source, specifiers, importKind }: ImportDeclaration): Import => {
  const namespace = specifiers.find(({ type }) => type === "ImportNamespaceSpecifier");
  if (namespace) return { from: source.value, namespace: namespace.local.name };
  const names = specifiers.map((each) => {
    const isType = importKind === "type" || (each.type === "ImportSpecifier" && each.importKind === "type");
    return isType ? `type ${each.local.name}` : each.local.name;
  });
  return { from: source.value, names };
};

const memberOf = (source: Source, of: string, member: Node): readonly Edit[] =>
  member.type === "TSPropertySignature" && member.typeAnnotation
    ? [addMember({ of, name: nameOf(member.key) ?? "", type: textOf(source, member.typeAnnotation.typeAnnotation) })]
    : [];

function propertiesOf(source: Source, { callee, arguments: [options] }: CallExpression): readonly Edit[] | null {
  if (callee.type !== "Identifier" || options?.type !== "ObjectExpression") return null;
  return options.properties.flatMap((property) =>
    property.type === "Property"
      ? addProperty({ call: callee.name, name: nameOf(property.key) ?? "", value: textOf(source, property.value) })
      : [],
  );
}

/** The elements of an array. A comment says behind which one an element belongs: `// after repo.start(`. */
function elementsOf(source: Source, array: string, { start, elements }: ArrayExpression): readonly Edit[] {
  let from = start;
  return elements.flatMap((element) => {
    if (!element) return [];
    const said = /^\s*\/\/ after (.+)$/m.exec(source.text.slice(from, element.start))?.[1];
    from = element.end;
    const text = textOf(source, element);
    const known = (/\w+\.\w+\(/.exec(text) ?? /\w+\(/.exec(text))?.[0] ?? text;
    const edit = {
      what: `adds ${known.replace("(", "")} to ${array}`,
      array,
      element: dedented(source, element),
      known,
    };
    return addElement(said === undefined ? edit : { ...edit, after: said });
  });
}

/** The routes in the callback of a template's `router`: live sessions are filled up, all else comes as it is. */
function routesOf(source: Source): readonly Edit[] {
  const router = readRoutes(source);
  if (!router) throw new Error("A template of edits has a default export that is no router with a callback.");
  let from = router.body.start + 1;
  return router.body.body.map((statement) => {
    const text = dedented(source, { start: from, end: statement.end });
    from = statement.end;
    const block = router.blocks.find((each) => each.statement === statement);
    if (block?.kind === "liveSession") return liveRoutesOf(source, block);
    const [first] = block ? blocksIn(block).flatMap(({ routes }) => routes) : router.routes;
    return addRoutes({ what: "adds routes", lines: text, known: first ? routeName(first) : text });
  });
}

function liveRoutesOf(source: Source, { name, options, routes }: RouteBlock): Edit {
  return addLiveRoutes({
    session: name ?? "",
    options: options ? textOf(source, options) : "{}",
    routes: routes.map(
      ({
        path,
        call: {
          arguments: [, view, action],
        },
      }) => ({
        path,
        view: view ? codeOf(source, view) : "",
        ...(action?.type === "Literal" && { action: String(action.value) }),
      }),
    ),
  });
}

const textOf = ({ text }: Source, { start, end }: Span): string => text.slice(start, end);

/** A piece of code as if it stood at the margin. */
function dedented(source: Source, span: Span): string {
  const lines = textOf(source, span)
    .replace(/^\s*\n/, "")
    .trimEnd()
    .split("\n");
  const rest = lines.slice(lines[0]?.startsWith(" ") ? 0 : 1).filter((line) => line.trim() !== "");
  const margin = Math.min(...rest.map((line) => line.length - line.trimStart().length), Infinity);
  return lines
    .map((line) => (line.startsWith(" ") ? line.slice(margin) : line))
    .join("\n")
    .trim();
}
