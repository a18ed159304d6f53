import { LivegateError } from "../errors/livegate-error.ts";
import type { TemplateSite } from "../errors/template-site.ts";
import { slotLine } from "./slot-line.ts";
import { type SourceExcerpt, sourceExcerpt, sourceText } from "./source-excerpt.ts";
import { type StackFrame, stackFrames } from "./stack-frames.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** What is told of an error to those who develop. Plain data: it may travel to the page as JSON. */
export interface ErrorReport {
  /** The error's class. */
  readonly name: string;
  readonly message: string;
  /** Of an error of Livegate's. */
  readonly code: string | null;
  /** What to do about it; often code to paste. */
  readonly remedy: string | null;
  /** What it happened to: "GET /albums", "the event save of /albums". */
  readonly during: string;
  readonly requestId: string | null;
  readonly excerpts: readonly SourceExcerpt[];
  /** Messages of the errors that caused it, the nearest first. */
  readonly causes: readonly string[];
  readonly stack: readonly string[];
}

/** What an error happened to. */
export interface ErrorOccurrence {
  readonly during: string;
  readonly requestId?: string | null;
}

/** Lines of the stack; what lies deeper is the framework's. */
const STACK_LENGTH = 20;

/**
 * Tells of an error: what, where in the app's own sources, and what to do. Without secrets; reads those sources.
 *
 * @example
 * const { message, excerpts } = errorReport(error, { during: "livegate build" });
 */
export function errorReport(error: unknown, { during, requestId = null }: ErrorOccurrence): ErrorReport {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const own = thrown instanceof LivegateError ? thrown : null;
  const frames = stackFrames(thrown.stack ?? "");
  return {
    name: own ? "Error" : thrown.name,
    message: withoutSecrets(own ? own.what : thrown.message),
    code: own?.code ?? null,
    remedy: own?.remedy ?? null,
    during: withoutSecrets(during),
    requestId,
    excerpts: [...templateExcerpt(own?.site ?? null), ...thrownExcerpt(frames)],
    causes: causesOf(thrown),
    stack: frames.slice(0, STACK_LENGTH).map(({ text }) => withoutSecrets(text)),
  };
}

function templateExcerpt(site: TemplateSite | null): readonly SourceExcerpt[] {
  const [, file = "", line = ""] = /^(.+):(\d+)$/.exec(site?.template ?? "") ?? [];
  const source = file && sourceText(file);
  if (!site || !source) return [];
  const found = slotLine(source, Number(line), site.raw, site.slot) ?? Number(line);
  return excerptOf(`slot ${site.slot + 1} of the template`, file, found);
}

function thrownExcerpt(frames: readonly StackFrame[]): readonly SourceExcerpt[] {
  const frame = frames.find(({ isOwn }) => isOwn);
  return frame ? excerptOf("thrown from here", frame.file, frame.line) : [];
}

function excerptOf(label: string, file: string, line: number): readonly SourceExcerpt[] {
  const excerpt = sourceExcerpt(label, file, line);
  return excerpt ? [excerpt] : [];
}

/** Causes of causes that are told; they could go in a circle. */
const CAUSES = 5;

function causesOf(error: Error): readonly string[] {
  const causes: string[] = [];
  let { cause } = error;
  while (cause instanceof Error && causes.length < CAUSES) {
    causes.push(withoutSecrets(`${cause.name}: ${cause.message}`));
    ({ cause } = cause);
  }
  return causes;
}
