import { test } from "node:test";
import { assertAccessible } from "./axe.ts";
import { open, save, visit } from "./teacher-browser.ts";
import { teacherInBrowser } from "./teacher-in-browser.ts";

const { browser, teacher, visitMember } = await teacherInBrowser();

for (const colorScheme of ["light", "dark"] as const) {
  test(`Teacher's pages have nothing serious that axe finds: ${colorScheme}`, async (t) => {
    const { page, close } = await visitMember({ colorScheme });
    t.after(close);
    for (const path of [
      "/",
      "/?q=nothing-of-that-name",
      "/albums/1",
      "/users/settings",
      "/users/delete",
      "/users/sessions",
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
