import { type EventRef, type Html, csrfField, each, html, link } from "livegate";
import { type ListedSession, describeBrowser } from "livegate/auth";
import { button, formFor, icon, timeAgo } from "livegate/components";
import { paths } from "#web/paths";

/** Sessions that are shown; whoever has more ends them together. */
const SHOWN = 50;

interface SessionsPageProps {
  readonly sessions: readonly ListedSession[];
  /** The session that this page belongs to. */
  readonly currentId: string | null;
  /** End sessions without a request, in a live page. */
  readonly ends?: { readonly one: EventRef; readonly others: EventRef };
}

/** Where a user is logged in, and how to end what isn't theirs. */
export function sessionsPage({ sessions, currentId, ends }: SessionsPageProps): Html {
  const isCurrent = ({ id }: ListedSession): boolean => id === currentId;
  const ordered = [...sessions.filter(isCurrent), ...sessions.filter((session) => !isCurrent(session))];
  const others = sessions.length - sessions.filter(isCurrent).length;
  return html`<section class="mx-auto w-full max-w-2xl" aria-labelledby="sessions-title">
    <h1 id="sessions-title" tabindex="-1" class="text-3xl outline-none">Sessions</h1>
    <p class="mt-2 max-w-prose text-base-content/70" role="status">${lead(others)}</p>
    <ul id="sessions" class="mt-6 divide-y divide-base-300 border-y border-base-300">
      ${each(
        ordered.slice(0, SHOWN),
        ({ id }) => id,
        (session) => sessionItem(session, isCurrent(session), ends?.one),
      )}
    </ul>
    ${others >= SHOWN && html`<p class="mt-3 text-sm text-base-content/70">And ${sessions.length - SHOWN} more.</p>`}
    ${others > 1 && endOthers(others, ends?.others)}
    <p class="mt-6 text-sm">
      ${link({ href: paths.settings(), class: "link" }, "Back to the settings")}
    </p>
  </section>`;
}

const lead = (others: number): string =>
  others === 0
    ? "You are logged in here, and nowhere else."
    : `You are logged in here and in ${others === 1 ? "one other browser" : `${others} other browsers`}. Log out what you don't know, and change your password.`;

function sessionItem(session: ListedSession, isCurrent: boolean, end?: EventRef): Html {
  const { id, userAgent, network, createdAt, seenAt, readAt, openPages, mayHaveMorePages } = session;
  const { name, device } = describeBrowser(userAgent);
  return html`<li id="session-${id}" class="flex items-center gap-x-4 py-4">
    <span class="self-start pt-0.5 text-2xl text-base-content/70">${icon(device === "unknown" ? "globe" : device)}</span>
    <div class="min-w-0 flex-1">
      <p class="font-medium wrap-anywhere">
        ${name} ${isCurrent && html`<span class="badge badge-soft badge-primary badge-sm ml-1 align-middle">this one</span>`}
      </p>
      <p class="mt-0.5 text-sm text-base-content/70">
        ${openPages > 0 && html`<strong class="font-medium text-base-content">${mayHaveMorePages && "at least"} ${pagesOpen(openPages)}</strong> ·`}
        last active ${timeAgo({ at: seenAt, now: readAt })}
        · logged in ${timeAgo({ at: createdAt, now: readAt })} · <span class="wrap-anywhere">${network}</span>
      </p>
    </div>
    ${isCurrent ? logOut : endOne(id, name, end)}
  </li>`;
}

const pagesOpen = (count: number): string => (count === 1 ? "1 page open now" : `${count} pages open now`);

const logOut = link({ href: paths.logOut(), method: "delete", class: "btn btn-outline btn-sm" }, "Log out");

// Not called "id": a form whose field has that name has no id of its own for scripts, and the client would lose it.
const endOne = (id: string, name: string, submit?: EventRef): Html =>
  html`<form action=${paths.endSession({ id })} method="post" phx-submit=${submit}>
    <input type="hidden" name="_method" value="delete" />
    <input type="hidden" name="session" value="${id}" />
    ${csrfField()}
    ${button({ type: "submit", kind: "outline", size: "small", children: "Log out", rest: { "aria-label": `Log out ${name}` } })}
  </form>`;

const endOthers = (others: number, submit?: EventRef): Html =>
  html`<div class="mt-6">
    ${formFor({
      form: { id: "end-others", errors: [] },
      action: paths.sessions(),
      method: "delete",
      submit,
      children: button({
        type: "submit",
        kind: "danger",
        children: `Log out all ${others} others`,
      }),
    })}
  </div>`;
