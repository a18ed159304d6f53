import {
  type Place,
  RCDATA,
  SPREAD,
  TEXT,
  attributePlace,
  isCommand,
  partPlace,
  refusedAttribute,
  urlRule,
} from "./place.ts";
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

/** A URL's beginning, free of character references, after which no scheme can follow. */
const DECIDED = /^[^&/?#:]*[/?#:]/;

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
    // JavaScript gives undefined for a text with an escape that it doesn't know.
    if (strings.includes(undefined as unknown as string))
      throw this.#refuse("its text has an unknown escape, such as \\u{}");
    if (strings.some((string) => string.includes(SLOT))) throw this.#refuse("its text has a NUL character");
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
    const open = this.#match(/<(?:!--|[!?]|\/(?=[a-z\0])|(?=[a-z\0]))?/iy)?.[0];
    if (open === undefined) return;
    this.#text += open;
    if (open === "</") this.#readClosingTag();
    else if (open === "<" && /[a-z\0]/i.test(this.#source.charAt(this.#at))) this.#readElement();
    else {
      this.#roots.text(open);
      // Browsers end a comment at these too, so one that has them would hide what follows from this parser.
      if (open === "<!--") this.#skip(/(?!-?>)(?:(?!--!>)[^])*?-->/y, "a comment");
      else if (open !== "<") this.#skip(/[^>]*>/y, "a declaration");
    }
  }

  #readClosingTag(): void {
    const name = this.#skip(/[^\s>]*/y, "a closing tag");
    this.#roots.close(name.toLowerCase());
    this.#match(/\s+(?=>)/y);
    this.#skip(/[^>]*>/y, "a closing tag");
  }

  #readElement(): void {
    const start = this.#at;
    const firstSlot = this.#places.length;
    const tag = this.#skip(/[^\s/>]+/y, "the name of a tag").toLowerCase();
    while (!this.#source.startsWith(">", this.#at)) this.#readAttribute(tag);
    this.#skip(/>/y, "a tag");
    if (!/[\s"'/]phx-target[\s=/>]/i.test(this.#source.slice(start, this.#at))) this.#chooseTarget(firstSlot);
    this.#roots.open(tag, this.#source.slice(start, this.#at));
    if (RAW_TEXT.has(tag) || RC_DATA.has(tag)) this.#readRawText(tag);
  }

  /** An attribute may stand in a tag once, so one slot says for all events of the tag where they go. */
  #chooseTarget(firstSlot: number): void {
    const senders = this.#places
      .slice(firstSlot)
      .filter(({ kind, isCommand: sends }) => kind === "spread" || (kind === "attribute" && sends));
    const place = senders.find(({ kind }) => kind === "attribute") ?? senders[0];
    if (place === undefined) return;
    const target = senders.length > 1 ? "tag" : "slot";
    this.#places[this.#places.indexOf(place, firstSlot)] = { ...place, target };
  }

  #readRawText(tag: string): void {
    const content = this.#match(new RegExp(`[^]*?(?=</${tag}[\\s/>])`, "iy"))?.[0];
    if (content === undefined) throw this.#refuse(`the element <${tag}> is not closed`);
    if (RAW_TEXT.has(tag)) {
      if (content.includes(SLOT)) throw this.#refuseSlot(`<${tag}>; data for scripts goes through jsonScript()`);
      this.#text += content;
      return;
    }
    // The HTML parser drops a newline that follows <textarea>: without this, one that starts a value would be lost.
    if (tag === "textarea" && content.startsWith(SLOT)) this.#text += "\n";
    this.#printText(content, RCDATA);
  }

  #readAttribute(tag: string): void {
    // White space between attributes says nothing, however long it is.
    const space = this.#match(/[\s/]+/y)?.[0].replace(/\s+/g, " ") ?? "";
    if (this.#source.startsWith(">", this.#at)) {
      this.#text += space === " " ? "" : space;
      return;
    }
    if (this.#match(/\0(?=[\s>]|\/>)/y)) {
      this.#put(SPREAD, space.trimEnd());
      return;
    }
    const attribute = this.#match(ATTRIBUTE);
    if (attribute === null) throw this.#refuse(`the tag <${tag}> is not finished`);
    const [all, name = "", double, single, bare] = attribute;
    const value = double ?? single ?? bare;
    if (name.includes(SLOT)) throw this.#refuseSlot("the name of an attribute; attrs() prints computed names");
    if (bare !== undefined && /^["']/.test(bare))
      throw this.#refuse(`the value of the attribute ${name} is not closed`);
    this.#checkAttribute(name, value, tag);
    if (value === undefined || !value.includes(SLOT)) this.#text += space + all;
    else if (value === SLOT) this.#put(attributePlace(name, tag), space.trimEnd());
    else this.#readParts(space, name, value, tag);
  }

  #checkAttribute(name: string, value: string | undefined, tag: string): void {
    const refused = refusedAttribute(name, tag);
    if (refused === null || value === undefined) return;
    if (value.includes(SLOT)) throw this.#refuseSlot(refused);
    if (name.toLowerCase() === "style") throw this.#refuse(`it has ${refused}`);
  }

  #readParts(space: string, name: string, value: string, tag: string): void {
    const parts = value.replaceAll('"', "&quot;").split(SLOT);
    if (urlRule(name.toLowerCase(), tag) !== null) this.#checkUrlParts(name, parts);
    if (isCommand(name.toLowerCase()) && /^\s*\[/.test(parts[0] ?? "")) {
      throw this.#refuseSlot(`the JSON of ${name}; build commands with js`);
    }
    const isStart = parts[0] === "";
    this.#text += `${space}${name}="`;
    parts.forEach((part, index) => {
      if (index > 0) this.#put(partPlace(name, tag, isStart && index === 1, part));
      this.#text += part;
    });
    this.#text += '"';
  }

  /** Only one slot may decide a URL's scheme, or two harmless values could make a harmful one. */
  #checkUrlParts(name: string, [first = "", second = "", ...more]: readonly string[]): void {
    const isDecided = first === "" ? more.length === 0 || DECIDED.test(second) : DECIDED.test(first);
    if (!isDecided) throw this.#refuseSlot(`a part of ${name} that could still change the URL's scheme`);
    if (!isAllowedUrl(first, "image")) throw this.#refuseSlot(`the URL ${name}="${first}…"`);
  }

  #printText(text: string, place: Place): void {
    text.split(SLOT).forEach((part, index) => {
      if (index > 0) this.#put({ ...place, within: this.#roots.innermost });
      this.#text += part;
    });
  }

  #put(place: Place, before = ""): void {
    this.#statics.push(this.#text + before);
    this.#places.push(place);
    this.#text = "";
  }

  /** Prints markup as it stands; it may hold no slot. */
  #skip(pattern: RegExp, what: string): string {
    const text = this.#match(pattern)?.[0];
    if (text === undefined) throw this.#refuse(`${what} is not finished`);
    if (text.includes(SLOT)) throw this.#refuseSlot(what);
    this.#text += text;
    return text;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }

  #refuseSlot(where: string): TemplateRefusal {
    return this.#refuse(`a slot stands in ${where}`);
  }

  #refuse(reason: string): TemplateRefusal {
    return new TemplateRefusal(reason, this.#places.length);
  }
}
