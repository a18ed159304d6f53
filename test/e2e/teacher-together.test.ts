import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import {
  type Visitor,
  albumCard,
  dialog,
  eventually,
  fill,
  isAt,
  open,
  save,
  shows,
  titles,
} from "./teacher-browser.ts";
import { teacherInBrowser } from "./teacher-in-browser.ts";
import { bob as memberBob } from "./teacher-member.ts";

const { visitMember } = await teacherInBrowser();
let ann: Visitor;
let bob: Visitor;

beforeEach(async () => {
  ann = await visitMember();
  bob = await visitMember({ as: memberBob });
});

afterEach(async () => {
  await Promise.all([ann.close(), bob.close()]);
  assert.deepEqual([...ann.complaints, ...bob.complaints], [], "the consoles are quiet");
});

const album = { Title: "Solid Air", Artist: "John Martyn", Year: "1973", Tracks: "9", Genre: "Folk" };

test("what one adds, changes and deletes, the other sees at once and in its place", async () => {
  await open(bob.page, "/?q=folk&sort=year");
  await open(ann.page, "/albums/new");
  await fill(ann.page, album);
  await save(ann.page);
  await albumCard(bob.page, "Solid Air").waitFor();
  assert.deepEqual((await titles(bob.page)).slice(-2), ["Solid Air", "Tracy Chapman"]);

  const card = albumCard(ann.page, "Solid Air");
  await card.hover();
  await card.getByRole("link", { name: "Edit Solid Air" }).click();
  await fill(ann.page, { Year: "1968" });
  await save(ann.page);
  await eventually(async () => assert.equal((await titles(bob.page))[0], "Solid Air"));

  ann.page.once("dialog", (question) => void question.accept());
  await card.hover();
  await card.getByRole("button", { name: "Delete" }).click();
  await albumCard(bob.page, "Solid Air").waitFor({ state: "detached" });
});

test("an album leaves a search that it no longer fits", async () => {
  await open(bob.page, "/?q=trip+hop");
  await open(ann.page, "/");
  const card = albumCard(ann.page, "Dummy");
  await card.hover();
  await card.getByRole("link", { name: "Edit Dummy" }).click();
  await fill(ann.page, { Genre: "Downtempo" });
  await save(ann.page);
  await eventually(async () => assert.deepEqual(await titles(bob.page), ["Blue Lines"]));
});

test("a page about an album follows its changes, and leaves when it is deleted", async () => {
  await open(ann.page, "/");
  await albumCard(ann.page, "Low").getByRole("link", { name: "Low", exact: true }).click();
  await shows(ann.page.getByRole("heading", { level: 1 }), "Low");
  await open(bob.page, new URL(ann.page.url()).pathname);

  await ann.page.getByRole("link", { name: "Edit" }).click();
  await fill(ann.page, { Title: "Low (1991 edition)", Tracks: "14" });
  await save(ann.page);
  await shows(bob.page.getByRole("heading", { level: 1 }), "Low (1991 edition)");

  ann.page.once("dialog", (question) => void question.accept());
  await ann.page.getByRole("button", { name: "Delete" }).click();
  await isAt(bob.page, "/");
  await shows(bob.page.locator("#flash-error"), "“Low (1991 edition)” has been deleted by somebody else.");
});

test("somebody who edits what another changes is told, and keeps what was typed", async () => {
  const [edit] = await editing("Rumours");
  await fill(ann.page, { Genre: "Soft rock" });
  await open(bob.page, edit);
  await fill(bob.page, { Tracks: "12" });
  await save(bob.page);
  await ann.page.getByText("Somebody has just changed this album.").waitFor();
  assert.equal(await ann.page.getByLabel("Genre").inputValue(), "Soft rock");
});

test("somebody who edits what another deletes is told, and led back", async () => {
  await editing("Time Out");
  await open(bob.page, "/?q=time+out");
  bob.page.once("dialog", (question) => void question.accept());
  const card = albumCard(bob.page, "Time Out");
  await card.hover();
  await card.getByRole("button", { name: "Delete" }).click();
  await dialog(ann.page).waitFor({ state: "detached" });
  await isAt(ann.page, "/");
  await shows(ann.page.locator("#flash-error"), "That album has been deleted by somebody else.");
});

test("what one owns the other sees, and can't change by an address, a link or a form of their own making", async () => {
  await open(ann.page, "/albums/new");
  await fill(ann.page, { ...album, Title: "Bless the Weather" });
  await save(ann.page);
  const own = albumCard(ann.page, "Bless the Weather");
  await own.getByText("yours", { exact: true }).waitFor();
  const id = (await own.getAttribute("id"))?.replace("album-", "") ?? "";

  await open(bob.page, "/?q=weather");
  const card = albumCard(bob.page, "Bless the Weather");
  await card.hover();
  assert.deepEqual([await card.getByRole("button").count(), await card.getByText("yours").count()], [0, 0]);
  assert.equal((await bob.page.goto(`/albums/${id}/edit`))?.status(), 403);
  // The browser itself notes this status.
  bob.complaints.length = 0;

  await open(bob.page, `/albums/${id}`);
  await bob.page.locator("#album-page").evaluate((shown, path) => {
    const patch = Object.assign(shown.ownerDocument.createElement("a"), { href: path });
    Object.assign(patch.dataset, { phxLink: "patch", phxLinkState: "push" });
    shown.append(patch);
    patch.click();
  }, `/albums/${id}/show/edit`);
  await shows(bob.page.locator("#flash-error"), "This album is somebody else’s.");
  await isAt(bob.page, `/albums/${id}`);
  assert.equal(await dialog(bob.page).count(), 0);

  await open(bob.page, "/?q=autobahn");
  await albumCard(bob.page, "Autobahn").hover();
  await bob.page.getByRole("link", { name: "Edit Autobahn" }).click();
  await dialog(bob.page).waitFor();
  // In one go: an answer in between would mend the form.
  await bob.page.locator("form#album").evaluate((form, other) => {
    form.querySelector("[name='album[id]']").value = other;
    form.querySelector("[name='album[title]']").value = "Taken over";
    form.requestSubmit();
  }, id);
  await shows(bob.page.locator(".lg-note"), "You aren't allowed to do that.");
  await own.waitFor();
  assert.ok(!(await titles(ann.page)).includes("Taken over"));
});

/** Opens an album's form for Ann, and gives its address. */
async function editing(title: string): Promise<[path: string]> {
  await open(ann.page, "/");
  const card = albumCard(ann.page, title);
  await card.hover();
  await card.getByRole("link", { name: `Edit ${title}` }).click();
  await dialog(ann.page).waitFor();
  return [new URL(ann.page.url()).pathname];
}

test("who opens an album sees who else has it open and whether they edit it, until they go", async () => {
  await open(ann.page, "/albums/1");
  const [others, circles] = [ann.page.locator("#readers p"), ann.page.locator("#readers li")];
  await shows(others, "");
  await open(bob.page, "/albums/1");
  await shows(others, /^bob\S* is here too$/);
  assert.equal(await circles.count(), 1);
  await bob.page.goto("/");
  await shows(others, "");
  assert.equal(await circles.count(), 0);
});
