import type { MagicString } from "magic-string";
import type { TSInterfaceDeclaration, TSSignature } from "oxc-parser";
import { type Edit, refuse } from "./edit.ts";
import { nameOf } from "./find-calls.ts";
import { isSameCode } from "./same-code.ts";
import { type Source, type Span, codeOf, indentAt, isFirstOnLine, lineStart } from "./source.ts";
import { restyle } from "./style.ts";
import { declarationOf } from "./top-level.ts";

/** A member to add to an interface or to a type that is written as an object. */
export interface NewMember {
  /** The interface or type: `Tables`. */
  readonly of: string;
  readonly name: string;
  readonly type: string;
}

/** Adds a member to an interface or an object type. */
export function addMember({ of, name, type }: NewMember): Edit {
  const member = `${name}: ${type}`;
  return {
    what: `adds ${name} to ${of}`,
    paste: { where: `in the interface ${of}`, code: `${member};` },
    step: (code, source) => {
      const body = bodyOf(source, of);
      if (!body) return refuse(`it has no interface ${of}`);
      const former = body.members.find((each) => each.type === "TSPropertySignature" && nameOf(each.key) === name);
      if (former && isSameCode(codeOf(source, former), member)) return "present";
      if (former) return refuse(`its ${of} has "${codeOf(source, former)}" already`);
      insertMember(code, source, { body, member });
      return "changed";
    },
  };
}

/** Lets an interface take over all members of another one. */
export function addExtends(of: string, parent: string): Edit {
  return {
    what: `lets ${of} have all of ${parent}`,
    paste: { where: `at the interface ${of}`, code: `export interface ${of} extends ${parent} {` },
    step: (code, source) => {
      const found = declarationsOf(source).find((each) => each.id.name === of);
      if (!found) return refuse(`it has no interface ${of}`);
      if (found.extends.some(({ expression }) => codeOf(source, expression) === parent)) return "present";
      const last = found.extends.at(-1);
      if (last) code.appendLeft(last.end, `, ${parent}`);
      else code.appendLeft((found.typeParameters ?? found.id).end, ` extends ${parent}`);
      return "changed";
    },
  };
}

interface Body extends Span {
  readonly members: readonly TSSignature[];
}

function bodyOf(source: Source, name: string): Body | null {
  const found = declarationsOf(source).find((each) => each.id.name === name);
  if (found) return { ...spanOf(found.body), members: found.body.body };
  for (const statement of source.program.body) {
    const declared = declarationOf(statement);
    if (declared?.type !== "TSTypeAliasDeclaration" || declared.id.name !== name) continue;
    const { typeAnnotation: literal } = declared;
    return literal.type === "TSTypeLiteral" ? { ...spanOf(literal), members: literal.members } : null;
  }
  return null;
}

const spanOf = ({ start, end }: Span): Span => ({ start, end });

const declarationsOf = ({ program }: Source): readonly TSInterfaceDeclaration[] =>
  program.body.map(declarationOf).filter((declared) => declared?.type === "TSInterfaceDeclaration");

/** Behind the last member, and ended as that one is. */
function insertMember(code: MagicString, source: Source, { body, member }: { body: Body; member: string }): void {
  const { members, start, end } = body;
  const { style } = source;
  const close = end - 1;
  const last = members.at(-1);
  const ended = last ? source.text[last.end - 1] : style.semicolons ? ";" : "";
  const ending = ended === ";" || ended === "," ? ended : "";
  if (isFirstOnLine(source, close)) {
    const own = members.findLast((each) => isFirstOnLine(source, each.start));
    const indent = own ? indentAt(source, own.start) : indentAt(source, close) + style.unit;
    code.appendLeft(lineStart(source, close), restyle(`${member}${ending}`, style, indent) + style.newline);
    return;
  }
  const inside = source.text.slice(start + 1, close);
  const text = restyle(member, style);
  if (inside.trim() === "") {
    if (inside !== "") code.remove(start + 1, close);
    const indent = indentAt(source, start);
    const line = restyle(`${member}${style.semicolons ? ";" : ""}`, style, indent + style.unit);
    code.appendLeft(start + 1, `${style.newline}${line}${style.newline}${indent}`);
    return;
  }
  // On one line members need something between them.
  if (last && ending === "") code.appendLeft(last.end, ";");
  code.appendLeft(start + 1 + inside.trimEnd().length, ` ${text}${ending}`);
}
