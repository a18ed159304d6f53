import { recoverEvent } from "../protocol/wire-names.ts";
import type { LiveInstance } from "./live-instance.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import type { PageToken } from "./page-token.ts";
import { type KeptRecord, sealKept } from "./recover-token.ts";
import type { PageEvent } from "./error-events.ts";

/** Bytes of JSON that one view may keep: they are in each join, beside forms. */
export const keptBytes = 16 * 1024;

/** Milliseconds after which values that stay as they are get sealed anew: half the time for which they are good. */
const RENEWED_AFTER = 30 * 60 * 1000;

/** The values of one view that its page keeps: sealed anew whenever a turn has changed them, or the path has changed. */
export class KeptValues {
  readonly #runtime: LiveRuntime;
  readonly #instance: LiveInstance;
  readonly #claim: PageToken;
  readonly #names: readonly string[];
  #known: readonly unknown[];
  #path: string;
  /** Whether the page holds something. */
  #isHeld = false;
  #cancel: () => void = () => {};

  /** Begins with what the view has mounted with: a page that changes nothing has nothing to keep. */
  constructor(runtime: LiveRuntime, instance: LiveInstance, claim: PageToken) {
    this.#runtime = runtime;
    this.#instance = instance;
    this.#claim = claim;
    this.#names = Object.keys(instance.route.view.recover);
    this.#known = this.#values();
    this.#path = instance.url.path;
  }

  /** What the page has to be told after a turn, if anything. */
  changes(): PageEvent | null {
    const values = this.#values();
    const { path } = this.#instance.url;
    const isSame = values.every((value, i) => value === this.#known[i]);
    if (isSame && (path === this.#path || !this.#isHeld)) return null;
    this.#known = values;
    this.#path = path;
    return this.seal();
  }

  /** Seals what the view has now. */
  seal(): PageEvent {
    const { context, counters } = this.#runtime;
    const record = Object.fromEntries(this.#names.map((name, i) => [name, this.#known[i]])) as KeptRecord; // JSON by type.
    const bytes = Buffer.byteLength(JSON.stringify(record));
    this.#cancel();
    this.#isHeld = bytes <= keptBytes;
    if (!this.#isHeld) {
      counters.increment("recover_too_large");
      context.log.warn({ view: this.#instance.route.viewName, bytes, limit: keptBytes }, "values too large to be kept");
      return forget(this.#claim.id);
    }
    this.#cancel = context.clock.setTimeout(() => this.onRenewed(this.seal()), RENEWED_AFTER);
    const token = sealKept(this.#runtime, this.#claim, this.#instance, record);
    return [recoverEvent, { id: this.#claim.id, token }];
  }

  /** Takes what the page is told outside of a turn. */
  onRenewed: (event: PageEvent) => void = () => {};

  close(): void {
    this.#cancel();
  }

  #values(): readonly unknown[] {
    const { assigns } = this.#instance.state;
    return this.#names.map((name) => assigns[name]);
  }
}

/** Tells a page to let go of what it keeps for a view. */
export const forget = (id: string): PageEvent => [recoverEvent, { id, token: null }];
