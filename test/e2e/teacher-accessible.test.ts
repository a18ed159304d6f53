import { test } from "node:test";
import { assertAccessible } from "./axe.ts";
import { open, save, visit } from "./teacher-browser.ts";
import { teacherInBrowser } from "./teacher-in-browser.ts";

const { browser, teacher, visitMember } = await teacherInBrowser();

/** What its first bytes say. */
const picture = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

for (const colorScheme of ["light", "dark"] as const) {
  test(`Teacher's pages have nothing serious that axe finds: ${colorScheme}`, async (t) => {
    const { page, close } = await visitMember({ colorScheme });
    t.after(close);
    for (const path of [
      "/",
      "/?q=nothing-of-that-name",
      "/albums/1",
      "/lately",
      "/users/settings",
      "/users/delete",
      "/users/sessions",
      "/users/reauthenticate",
      "/dev/components",
      "/dev/mailbox",
    ]) {
      await open(page, path);
      await assertAccessible(page, path);
    }
    await open(page, "/albums/new");
    await save(page);
    await page.getByText("Every album has a title.").waitFor();
    await assertAccessible(page, "a form with messages");
    await open(page, "/albums/1/show/edit");
    await page.getByLabel("Choose a picture").setInputFiles({ name: "a.png", mimeType: "image/png", buffer: picture });
    await page.getByText("a.png").waitFor();
    await assertAccessible(page, "a form with a picture");
    await save(page);
    await page.locator(".sleeve-open img.cover").waitFor();
    await open(page, "/albums/1/show/edit");
    await page.getByLabel("Take the picture away").check();
    await assertAccessible(page, "a form that takes a picture away");
    // As without JavaScript.
    await page.evaluate(
      "document.querySelector('[name=\"album[year]\"]').value = 3; document.querySelector('#album').submit()",
    );
    await page.getByText("Nothing was recorded before").waitFor();
    await assertAccessible(page, "the form as a page of its own");
    for (const path of ["/about", "/no-such-page"]) {
      await page.goto(path);
      await assertAccessible(page, path);
    }
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`the pages of visitors have nothing serious that axe finds: ${colorScheme}`, async (t) => {
    const { page, close } = await visit(browser, teacher.url, { colorScheme });
    t.after(close);
    const links = ["/users/log_in/x", "/users/confirm/x", "/users/settings/undo_email/x"];
    for (const path of ["/users/register", "/users/log_in", "/users/confirm", "/users/reset_password", ...links]) {
      await open(page, path);
      await assertAccessible(page, path);
    }
    await open(page, "/users/register");
    await page.getByRole("button", { name: "Create an account" }).click();
    await page.getByText("At least 12 characters").waitFor();
    await assertAccessible(page, "a form with messages");
  });
}
