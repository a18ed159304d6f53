import { type Place, RCDATA, SPREAD, TEXT, attributePlace, partPlace, refusedAttribute, urlRule } from "./place.ts";
import { RootCounter } from "./root-counter.ts";
import { isAllowedUrl } from "./url.ts";

export interface ParsedTemplate {
  /** One more than there are slots. */
  readonly statics: readonly string[];
  readonly places: readonly Place[];
  /** Whether the template is exactly one element, whatever its slots hold. */
  readonly singleRoot: boolean;
}

/** Markup that can't be a template: a slot where none may stand, or an unfinished tag. */
export class TemplateRefusal extends Error {
  /** The index of the slot that was reached. */
  readonly slot: number;

  constructor(reason: string, slot: number) {
    super(reason);
    this.slot = slot;
  }
}

/** Finds every slot's place; throws a TemplateRefusal. Runs once per call site, so it is written for clearness. */
export function parseTemplate(strings: readonly string[]): ParsedTemplate {
  return new TemplateParser(strings).run();
}

/** Stands for a slot in the joined source; HTML can't hold this character. */
const SLOT = "\0";
const RAW_TEXT = new Set(["script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"]);
const RC_DATA = new Set(["title", "textarea"]);
const ATTRIBUTE = /([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|((?:[^\s>/]|\/(?!>))+)))?/y;

class TemplateParser {
  readonly #source: string;
  readonly #statics: string[] = [];
  readonly #places: Place[] = [];
  readonly #roots = new RootCounter();
  #at = 0;
  /** What is printed since the last slot. */
  #text = "";

  constructor(strings: readonly string[]) {
    this.#source = strings.join(SLOT);
    if (this.#source.split(SLOT).length !== strings.length) throw this.#refuse("it holds a NUL character");
  }

  run(): ParsedTemplate {
    while (this.#at < this.#source.length) this.#readContent();
    this.#statics.push(this.#text);
    return { statics: this.#statics, places: this.#places, singleRoot: this.#roots.isSingle() };
  }

  #readContent(): void {
    const text = this.#match(/[^<]+/y)?.[0] ?? "";
    this.#roots.text(text);
    this.#printText(text, TEXT);
    const open = this.#match(/<(?:!--|[!?]|\/(?=[a-zA-Z])|(?=[a-zA-Z\0]))?/y)?.[0];
    if (open === undefined) return;
    this.#text += open;
    if (open === "<!--") this.#skip(/[^]*?-->/y, "a comment");
    else if (open === "<!" || open === "<?") this.#skip(/[^>]*>/y, "a declaration");
    else if (open === "</") this.#readClosingTag();
    else if (/[a-zA-Z\0]/.test(this.#source[this.#at] ?? "")) this.#readElement();
    else this.#roots.text(open);
    if (open.length > 2 || open.endsWith("!")) this.#roots.text(open);
  }

  #readClosingTag(): void {
    const name = this.#skip(/[^>]*>/y, "a closing tag");
    this.#roots.close(name.slice(0, -1).trim().toLowerCase());
  }

  #readElement(): void {
    const tag = this.#skip(/[^\s/>]+/y, "a tag name").toLowerCase();
    while (!this.#source.startsWith(">", this.#at)) this.#readAttribute(tag);
    const selfClosing = this.#text.endsWith("/");
    this.#skip(/>/y, "a tag");
    this.#roots.open(tag, selfClosing);
    if (!selfClosing && (RAW_TEXT.has(tag) || RC_DATA.has(tag))) this.#readRawText(tag);
  }

  #readRawText(tag: string): void {
    const content = this.#match(new RegExp(`[^]*?(?=</${tag}[\\s/>])`, "yi"))?.[0];
    if (content === undefined) throw this.#refuse(`the element <${tag}> is not closed in its template`);
    if (RAW_TEXT.has(tag)) {
      if (content.includes(SLOT)) throw this.#refuse(`a <${tag}> element; data for a script goes through jsonScript()`);
      this.#text += content;
      return;
    }
    // The HTML parser drops a newline that follows <textarea>: without this, one that starts a value would be lost.
    if (tag === "textarea" && content.startsWith(SLOT)) this.#text += "\n";
    this.#printText(content, RCDATA);
  }

  #readAttribute(tag: string): void {
    const space = this.#match(/[\s/]+/y)?.[0] ?? "";
    if (this.#source.startsWith(">", this.#at)) {
      this.#text += space;
      return;
    }
    if (this.#match(/\0(?=[\s>]|\/>)/y)) {
      this.#text += space.trimEnd();
      this.#put(SPREAD);
      return;
    }
    const attribute = this.#match(ATTRIBUTE);
    if (attribute === null) throw this.#refuse(`an unfinished tag <${tag}>`);
    const [all, name = "", double, single, bare] = attribute;
    const value = double ?? single ?? bare;
    if (name.includes(SLOT))
      throw this.#refuse("the name of an attribute; attrs() prints attributes with computed names");
    if (bare !== undefined && /^["']/.test(bare)) throw this.#refuse(`the unclosed value of the attribute ${name}`);
    this.#checkAttribute(name, value, tag);
    if (value === undefined || !value.includes(SLOT)) this.#text += space + all;
    else if (value === SLOT) {
      this.#text += space.trimEnd();
      this.#put(attributePlace(name, tag));
    } else this.#readParts(space, name, value, tag);
  }

  #checkAttribute(name: string, value: string | undefined, tag: string): void {
    if (value === undefined) return;
    const refused = refusedAttribute(name, tag);
    if (refused !== null && (value.includes(SLOT) || name.toLowerCase() === "style")) throw this.#refuse(refused);
  }

  #readParts(space: string, name: string, value: string, tag: string): void {
    const parts = value.replaceAll('"', "&quot;").split(SLOT);
    if (urlRule(name.toLowerCase(), tag) !== null) this.#checkUrlParts(name, parts);
    const startsUrl = parts[0] === "";
    this.#text += `${space}${name}="`;
    parts.forEach((part, index) => {
      if (index > 0) this.#put(partPlace(name, tag, startsUrl && index === 1, part));
      this.#text += part;
    });
    this.#text += '"';
  }

  /** Only one slot may decide a URL's scheme, or two harmless values could make a harmful one. */
  #checkUrlParts(name: string, parts: readonly string[]): void {
    const fixed = parts[0] === "" ? (parts[1] ?? "") : (parts[0] ?? "");
    const decided = /[/?#:]/.test(fixed) || (parts[0] === "" && parts.length === 2);
    if (!decided) throw this.#refuse(`a part of ${name} whose URL could still get a scheme; fill in the whole URL`);
    if (!isAllowedUrl(parts[0] ?? "", "image")) throw this.#refuse(`the URL ${name}="${parts[0] ?? ""}…"`);
  }

  #printText(text: string, place: Place): void {
    text.split(SLOT).forEach((part, index) => {
      if (index > 0) this.#put(place);
      this.#text += part;
    });
  }

  #put(place: Place): void {
    this.#statics.push(this.#text);
    this.#places.push(place);
    this.#text = "";
  }

  /** Prints markup as it stands; it may hold no slot. */
  #skip(pattern: RegExp, what: string): string {
    const from = this.#at;
    const text = this.#match(pattern)?.[0];
    if (text === undefined) throw this.#refuse(`an unfinished part: ${what}`);
    if (text.includes(SLOT)) {
      this.#at = from + text.indexOf(SLOT);
      throw this.#refuse(what);
    }
    this.#text += text;
    return text;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }

  #refuse(reason: string): TemplateRefusal {
    return new TemplateRefusal(reason, this.#places.length);
  }
}
