import assert from "node:assert/strict";
import { test } from "node:test";
import { EventRef } from "../html/event-ref.ts";
import { html } from "../html/html.ts";
import { js } from "../html/js.ts";
import { definePaths } from "../paths/define-paths.ts";
import { button, buttonClass } from "./button.ts";
import { deployNote } from "./deploy-note.ts";
import { connectionNote, flashNotices } from "./flash-notices.ts";
import { header } from "./header.ts";
import { icon, iconNames } from "./icon.ts";
import { list } from "./list.ts";
import { menu } from "./menu.ts";
import { modal } from "./modal.ts";
import { attribute, print, tags } from "./print.fixture.ts";
import { tabs } from "./tabs.ts";

const paths = definePaths({ albums: "/albums?tab" });

test("a button does nothing by itself unless it is told to, and one without words has a name", () => {
  const [plain = ""] = tags(print(button({ children: "More" })), "button");
  assert.deepEqual([attribute(plain, "type"), attribute(plain, "aria-label")], ["button", null]);
  const edit = print(button({ square: true, label: "Edit", children: icon("pencil"), rest: { "phx-click": "edit" } }));
  const [square = ""] = tags(edit, "button");
  assert.deepEqual([attribute(square, "aria-label"), attribute(square, "phx-click")], ["Edit", "edit"]);
  assert.equal(buttonClass({ kind: "primary", size: "small" }), "btn btn-primary btn-sm");
});

test("icons are drawings of one manner that no screen reader reads", () => {
  for (const name of iconNames) {
    const page = print(icon(name));
    assert.equal(attribute(tags(page, "svg")[0] ?? "", "aria-hidden"), "true", name);
    assert.match(attribute(tags(page, "path")[0] ?? "", "d") ?? "", /^M[\d.\sMmLlHhVvAaCcSsZz-]+$/, name);
  }
});

test("the tab that is shown is marked, and each leads to its address", () => {
  const links = tags(
    print(
      tabs({
        label: "Album",
        current: "reviews",
        tabs: [
          { key: "tracks", label: "Tracks", patch: paths.albums() },
          { key: "reviews", label: "Reviews", navigate: paths.albums({ tab: "reviews" }) },
        ],
      }),
    ),
    "a",
  );
  assert.deepEqual(
    links.map((tag) => [attribute(tag, "href"), attribute(tag, "aria-current"), attribute(tag, "data-phx-link")]),
    [
      ["/albums", null, "patch"],
      ["/albums?tab=reviews", "page", "redirect"],
    ],
  );
});

test("a menu is a list that its own button opens, whose state the page leaves alone", () => {
  const page = print(
    menu({ id: "more", square: true, label: "More", children: icon("more"), items: ["One", html`<b>Two</b>`] }),
  );
  assert.match(page, /^<details id="more"[^>]*> <summary class="[^"]*btn-square" aria-label="More">/);
  assert.match(page, /<li>One<\/li>.*<li><b>Two<\/b><\/li>/);
  assert.match(attribute(tags(page, "details")[0] ?? "", "phx-mounted") ?? "", /ignore_attrs.*open/);
});

test("a dialog is named by its title and closed by a path, an event or a command, in every way", () => {
  const shown = (close: Parameters<typeof modal>[0]["close"]): string =>
    print(modal({ id: "edit", title: "Edit album", close, children: "…" }));
  const byPath = shown(paths.albums());
  const [box = ""] = tags(byPath, "div");
  assert.deepEqual([attribute(box, "role"), attribute(box, "aria-labelledby")], ["dialog", "edit-title"]);
  assert.match(byPath, /<h2 id="edit-title"[^>]*>Edit album</);
  assert.match(attribute(box, "phx-window-keydown") ?? "", /patch.*\/albums/);
  assert.equal(tags(byPath, "a").filter((tag) => attribute(tag, "href") === "/albums").length, 2);
  const ref = new EventRef<string, void>("close");
  for (const close of [ref, js.push(ref)]) {
    assert.equal(shown(close).match(/(?:phx-click|phx-window-keydown)="[^"]*close[^"]*"/g)?.length, 3);
  }
});

test("messages are shown by their kind, and can be closed", () => {
  const page = print(flashNotices({ info: "Saved.", error: "Lost." }));
  assert.match(page, /id="flash-info".*Saved\..*id="flash-error".*Lost\./);
  assert.deepEqual(
    tags(page, "button").map((tag) => attribute(tag, "phx-value-key")),
    ["info", "error"],
  );
  assert.equal(tags(print(flashNotices({})), "button").length, 0);
});

test("the note about the connection waits unseen", () => {
  assert.equal(attribute(tags(print(connectionNote()), "div")[0] ?? "", "hidden"), "");
});

test("a reload is offered where the page is of a former deploy, to a reader that is there before", () => {
  assert.match(print(deployNote(false)), /^<div role="status">\s*<\/div>$/);
  const note = print(deployNote(true));
  assert.match(note, /^<div role="status">\s*<p[^>]*>.*There is a new version of this page\./s);
  assert.equal(attribute(tags(note, "a")[0] ?? "", "href"), "");
});

test("heads and lists say what they are given", () => {
  assert.match(print(header({ title: "Albums", subtitle: "Two", actions: "Add" })), /<h1[^>]*>Albums<\/h1>.*Two.*Add/);
  assert.match(print(list({ items: [{ label: "Year", content: 1971 }] })), /<dt[^>]*>Year<\/dt> ?<dd[^>]*>1971<\/dd>/);
});
