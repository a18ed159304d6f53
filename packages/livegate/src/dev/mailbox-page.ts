import type { Html } from "../html/brand.ts";
import { each, row } from "../html/each.ts";
import { html } from "../html/html.ts";
import { link } from "../html/link.ts";
import { header } from "../components/header.ts";
import { liveView } from "../live/live-view.ts";
import type { PubSub } from "../pubsub/pubsub.ts";
import { topic } from "../pubsub/topic.ts";
import { devFrame, devLayout } from "./dev-frame.ts";
import { type DevPage, devPaths } from "./dev-page.ts";
import { readWith } from "./read-with.ts";

/** A mail as the page shows it. */
export interface ShownMail {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Where mails are kept instead of being sent: a `mailbox()` of `livegate/auth` is one. */
export interface ShownMailbox {
  /** The newest first. */
  readonly mails: readonly ShownMail[];
  onMail(listen: (mail: ShownMail) => void): unknown;
}

const arrived = topic(
  () => "livegate:dev-mailbox",
  readWith<{ readonly id: number }>(({ id }) => ({ id: Number(id) })),
);

/**
 * `/dev/mailbox`: the mails that the app would have sent, each with its links to follow. New ones appear by themselves.
 *
 * @example
 * r.scope({ pipeThrough: browser, development: true }, devTools([mailboxPage(devMailbox, pubsub)]));
 */
export function mailboxPage(box: ShownMailbox, pubsub: PubSub): DevPage {
  box.onMail(({ id }) => pubsub.broadcast(arrived(), { id }));
  const MailboxLive = mailboxLive(box);
  return {
    title: "Mailbox",
    about: "The mails that would have been sent, with their links.",
    path: devPaths.mailbox,
    add(r) {
      r.liveSession("dev-mailbox", { layout: devLayout }, (views) => views.live(devPaths.mailbox, MailboxLive));
      r.get(devPaths.mail, (c) => {
        const mail = box.mails.find(({ id }) => String(id) === c.req.param("id"));
        if (!mail) return c.render(devFrame(html`<p>This mail is gone.</p>`), { status: 404 });
        // What a mail says is nobody's page: without scripts, and with an origin of its own.
        return c.body(mail.html, 200, {
          "content-type": "text/html; charset=utf-8",
          "content-security-policy":
            "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'",
        });
      });
    },
  };
}

const mailboxLive = (box: ShownMailbox) =>
  liveView({
    mount: () => ({ mails: box.mails }),
    subscribe: (_, on) => [on(arrived(), (socket) => socket.assign({ mails: box.mails }))],
    pageTitle: () => "Mailbox",
    render: ({ mails }) => html`
      ${header({ title: "Mailbox", subtitle: mails.length === 0 ? "No mail yet. It appears here by itself." : `${mails.length} kept, the newest first` })}
      <ul id="mails" class="mt-8 flex flex-col gap-5">
        ${each(mails, ({ id }) => id, MailItem)}
      </ul>
    `,
  });

const MailItem = row(
  ({ id, at, to, subject, text }: ShownMail) => html`<li class="rounded-box border border-base-300 p-5">
    <h2 class="text-lg font-medium wrap-anywhere">${subject}</h2>
    <p class="mt-1 text-sm text-base-content/70 wrap-anywhere">
      To ${to}, <time datetime="${new Date(at).toISOString()}">${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC</time> ·
      ${link({ href: devPaths.mail({ id }), class: "link" }, "as HTML")}
    </p>
    <div class="mt-4 text-sm leading-relaxed whitespace-pre-wrap wrap-anywhere">${linked(text)}</div>
  </li>`,
);

/** A text with its addresses as links. */
const linked = (text: string): readonly (string | Html)[] =>
  text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a class="link" href=${part}>${part}</a>` : part));
