import type { ErrorReport } from "../overlay/error-report.ts";
import { closeCode } from "../protocol/wire-names.ts";
import type { Connection } from "../runtime/live-connection.ts";
import type { Transport } from "../runtime/transport.ts";

/** What `livegate dev` tells the pages that are open. */
export type DevelopmentMessage =
  /** The styles were built anew: put them in place. */
  | { readonly kind: "styles" }
  | { readonly kind: "reload" }
  /** A source has a mistake, so the server still runs what was saved before. */
  | { readonly kind: "error"; readonly report: ErrorReport }
  | { readonly kind: "mended" };

/** Where pages listen, below the app's base. */
export const developmentPath = "/live/development";

/** The open pages of an app that is developed. They hear what was saved, and load themselves anew when the server was. */
export class DevelopmentPages {
  readonly #pages = new Set<Transport>();
  /** What a page that is opened meanwhile has to know. */
  #standing: string | null = null;

  tell(message: DevelopmentMessage): void {
    const text = JSON.stringify(message);
    if (message.kind === "error") this.#standing = text;
    if (message.kind === "mended") this.#standing = null;
    for (const page of this.#pages) page.send(text);
  }

  /** Takes a page's socket. What the page says is not listened to. */
  open(page: Transport): Connection {
    this.#pages.add(page);
    if (this.#standing !== null) page.send(this.#standing);
    return { receive() {}, receiveBinary() {}, closed: () => void this.#pages.delete(page) };
  }

  stop(): void {
    for (const page of this.#pages) page.close(closeCode.serviceRestart, "restart");
  }
}
