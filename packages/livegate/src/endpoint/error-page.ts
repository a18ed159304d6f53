import type { Html } from "../html/brand.ts";
import { printHtml } from "../html/print-html.ts";
import { errorReport } from "../overlay/error-report.ts";
import { overlayDocument } from "../overlay/overlay-document.ts";
import { contentSecurityPolicy } from "../plug/content-security-policy.ts";
import type { EndpointContext } from "../plug/endpoint-context.ts";
import { fixedHeaders } from "../plug/secure-headers.ts";
import type { ErrorOccasion } from "../plug/error-occasion.ts";
import { redactUrl } from "../plug/redact.ts";
import { randomToken } from "../token/random-token.ts";
import { type ErrorDocument, type ErrorDocumentProps, type ErrorStatus, errorTexts } from "./error-document.ts";
import { plainErrorDocument } from "./plain-error-document.ts";
import { wantsJson } from "./wants-json.ts";

/** Seconds after which to come back: what is busy now is hardly free at once. Who throws the status may say otherwise. */
const retryAfter: Readonly<Partial<Record<ErrorStatus, string>>> = { 429: "30", 503: "5" };

/** Makes the answer with a status; `error` is shown to those who develop, and to nobody else. */
export type ErrorPage = (status: ErrorStatus, occasion: ErrorOccasion, error?: unknown) => Response;

/**
 * Error pages in an app's document: friendly, and silent about the inside. While one is developing, an error is shown with
 * its place in the sources instead. Who asks for JSON gets the same as JSON, who asks for the head gets no body.
 */
export function errorPages(context: EndpointContext, document: ErrorDocument = plainErrorDocument): ErrorPage {
  const policy = contentSecurityPolicy(context, {});
  const answer = new ErrorAnswer(context, document);
  return (status, occasion, error) => {
    const nonce = randomToken(16);
    const isJson = wantsJson(occasion.accept);
    const body = isJson ? answer.json(status, occasion, error) : answer.page(status, occasion, error, nonce);
    const headers = new Headers({
      "cache-control": "no-store",
      "content-type": isJson ? "application/json" : "text/html; charset=UTF-8",
      "content-security-policy": policy(nonce),
      vary: "accept",
      ...fixedHeaders(context),
    });
    if (retryAfter[status]) headers.set("retry-after", retryAfter[status]);
    if (occasion.requestId) headers.set("x-request-id", occasion.requestId);
    return new Response(occasion.method === "HEAD" ? null : body, { status, headers });
  };
}

/** What stands in an answer, as a page and as JSON. */
class ErrorAnswer {
  readonly #context: EndpointContext;
  readonly #document: ErrorDocument;

  constructor(context: EndpointContext, document: ErrorDocument) {
    this.#context = context;
    this.#document = document;
  }

  page(status: ErrorStatus, occasion: ErrorOccasion, error: unknown, nonce: string): string {
    if (this.#isTold(error)) return this.#overlay(status, occasion, error, nonce);
    try {
      return this.#print(this.#document(this.#props(status, occasion, nonce)), nonce);
    } catch (fault) {
      this.#context.log.error({ err: fault, requestId: occasion.requestId }, "error document failed");
      if (!this.#context.production) return this.#overlay(status, occasion, fault, nonce);
      return this.#print(plainErrorDocument(this.#props(status, occasion, nonce)), nonce);
    }
  }

  json(status: ErrorStatus, occasion: ErrorOccasion, error: unknown): string {
    const [title, advice] = errorTexts[status];
    const report = this.#isTold(error) ? { report: errorReport(error, occurrence(occasion)) } : {};
    return JSON.stringify({ error: { status, title, advice, requestId: occasion.requestId, ...report } });
  }

  #isTold(error: unknown): boolean {
    return error !== undefined && !this.#context.production;
  }

  #overlay(status: ErrorStatus, occasion: ErrorOccasion, error: unknown, nonce: string): string {
    const report = errorReport(error, occurrence(occasion));
    const { reloadScript, base } = this.#context;
    return this.#print(overlayDocument({ status, report, nonce, reloadScript, base }), nonce);
  }

  #props(status: ErrorStatus, { requestId }: ErrorOccasion, nonce: string): ErrorDocumentProps {
    const [title, advice] = errorTexts[status];
    const { base } = this.#context;
    return { status, title, advice, requestId, nonce, base, asset: (path) => this.#context.asset(path) };
  }

  #print(document: Html, nonce: string): string {
    const { base, production } = this.#context;
    return printHtml(document, { csrfToken: "", nonce, base, development: !production });
  }
}

const occurrence = ({ method, path, requestId }: ErrorOccasion) => ({
  during: `${method} ${redactUrl(path)}`,
  requestId,
});
