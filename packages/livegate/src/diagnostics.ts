export type { DevelopmentMessage } from "./endpoint/development-pages.ts";
export { type TemplateFault, templateFault } from "./html/template-fault.ts";
export type { PageMessage } from "./node/follow-development.ts";
export { type ErrorOccurrence, type ErrorReport, errorReport } from "./overlay/error-report.ts";
export { type SourceExcerpt, sourceExcerpt } from "./overlay/source-excerpt.ts";
