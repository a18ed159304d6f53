import type { ChannelMessage } from "./channel-message.ts";
import type { ChannelOutput } from "./channel-output.ts";
import type { HeldEvent } from "./held-event.ts";
import type { ConnectInfo } from "./join-target.ts";
import type { KeptValues } from "./kept-values.ts";
import type { LiveInstance } from "./live-instance.ts";
import type { LiveUrl } from "./live-url.ts";
import type { LiveRuntime } from "./live-runtime.ts";
import type { PageToken } from "./page-token.ts";
import type { RefusalLog } from "./refusal-log.ts";
import type { TopicSubscriptions } from "./topic-subscriptions.ts";
import type { ViewPrintContext } from "./view-print-context.ts";
import type { ViewTasks } from "./view-tasks.ts";

/** Who looks at a view. */
export interface Caller {
  readonly info: ConnectInfo;
  /** The row of the user's session that the page belongs to; null for a visitor's. */
  readonly userSessionId: string | null;
}

/** A view whose join was answered, with all that its turns need to be carried out and told to the page. */
export interface JoinedView {
  readonly runtime: LiveRuntime;
  /** What the page's token says. */
  readonly page: PageToken;
  readonly instance: LiveInstance;
  readonly print: ViewPrintContext;
  readonly topics: TopicSubscriptions;
  readonly tasks: ViewTasks;
  /** What its page keeps; null where it has nothing to be kept. */
  readonly kept: KeptValues | null;
  readonly output: ChannelOutput;
  readonly refusals: RefusalLog;
  readonly channel: ViewChannel;
  readonly caller: Caller;
  readonly held: HeldEvent;
  /** Whether the page can send the form of a sheet. */
  readonly hasSheet: boolean;
}

/** The channel of a view, as far as its turns have to know it. */
export interface ViewChannel {
  /** Whether the view has ended, perhaps while a handler was running: nothing is done and nothing told any more. */
  readonly isClosed: boolean;
  /** Whether the session is as it was when the guards let the page in; later where they have to be asked again first. */
  mayGoOn(): boolean | Promise<boolean>;
  /** Where its page is. */
  readonly pageUrl: LiveUrl | null;
  /** Puts a message behind all that waits. */
  deliver(message: ChannelMessage): void;
  /** Ends the channel, and says so to the page. */
  leave(): void;
  /** Ends the channel so that the page joins it anew. */
  rejoin(): void;
}
