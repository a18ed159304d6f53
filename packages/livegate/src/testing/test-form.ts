import { LivegateError } from "../errors/livegate-error.ts";
import { lineOf } from "./describe-element.ts";
import type { DomControl, DomElement, DomForm } from "./dom.ts";
import { type FieldValues, fillControl, flatFields } from "./fill-control.ts";
import { type Narrowed, checkReachable, elementIn } from "./find-element.ts";
import { submit, tellChange } from "./gestures.ts";
import type { Site } from "./open-pages.ts";
import type { TestFile } from "./picked-files.ts";
import { pickFiles, sendFiles } from "./send-files.ts";
import type { Tab } from "./tab.ts";

/** How a form is submitted. */
export interface SubmitOptions {
  /** Selector of the button that is pressed; its name and value go along. Default: the form's first, without a click on it. */
  readonly submitter?: string;
}

/**
 * A form of a page, found anew each time it is used. Values go into inputs that a user could use: one that is missing,
 * hidden, disabled or read-only, or an option that isn't offered, throws LG_TEST_ELEMENT. Made by `page.form()`.
 */
export class TestForm {
  readonly #site: Site;
  readonly #tab: Tab;
  readonly #selector: string;
  readonly #narrowed: Narrowed;

  constructor(site: Site, tab: Tab, selector: string, narrowed: Narrowed) {
    this.#site = site;
    this.#tab = tab;
    this.#selector = selector;
    this.#narrowed = narrowed;
  }

  /**
   * Fills inputs in, one after the other, and sends a `phx-change` for each. The last one stays in focus.
   *
   * @example
   * await page.form("#album").change({ album: { title: "Blue", year: 1971, live: true, tags: ["folk", "1971"] } });
   */
  async change(values: FieldValues): Promise<void> {
    for (const [name, value] of flatFields(values)) {
      const control = fillControl(this.#find(), name, value);
      if (!(await tellChange(this.#tab, control))) throw silent(this.#find(), control);
      await this.#site.pages.settled();
    }
  }

  /**
   * Picks files in the input of an upload: the page sees them, and sends them when the form is submitted, or at once where the
   * upload says so (`autoUpload`). What goes to a storage elsewhere (`external`) counts as sent. On a page without JavaScript they go
   * with the request of a form that says `enctype="multipart/form-data"`.
   *
   * @example
   * await page.form("#album").pick("cover", { name: "blue.png", type: "image/png", content: png });
   * await page.form("#album").submit();
   */
  async pick(name: string, ...files: readonly TestFile[]): Promise<void> {
    const form = this.#find();
    const input = [...form.elements].find((control) => control.type === "file" && control.name === name);
    if (!input) throw new LivegateError("LG_TEST_ELEMENT", `${lineOf(form)} has no upload "${name}".`);
    await pickFiles(this.#tab, input, files);
    await this.#site.pages.settled();
  }

  /**
   * Fills inputs in without telling anybody, as one who types fast, and submits: by `phx-submit`, else by a request. Files that were
   * picked are sent before; where one of them has an error the form isn't submitted, as in a browser.
   */
  async submit(values: FieldValues = {}, { submitter }: SubmitOptions = {}): Promise<void> {
    // What the server prints meanwhile would take the place of what was typed.
    if (await sendFiles(this.#tab, this.#find())) {
      const form = this.#find();
      for (const [name, value] of flatFields(values))
        this.#tab.document.typed.note(form, fillControl(form, name, value));
      await submit(this.#tab, form, this.#submitter(form, submitter));
    }
    await this.#site.pages.settled();
  }

  /** What the form would send now, as pairs of name and value. */
  get values(): readonly (readonly [name: string, value: string])[] {
    const entries = new this.#tab.document.window.FormData(this.#find());
    return [...entries].flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
  }

  #submitter(form: DomForm, selector: string | undefined): DomControl | null {
    const isSubmit = ({ type, tagName }: DomControl) => type === "submit" || (tagName === "INPUT" && type === "image");
    if (selector === undefined)
      return [...form.elements].find((each) => isSubmit(each) && !each.matches(":disabled")) ?? null;
    const button = elementIn(form, selector, {}) as DomControl; // Checked next.
    if (!isSubmit(button)) throw new LivegateError("LG_TEST_ELEMENT", `${lineOf(button)} submits no form.`);
    checkReachable(button);
    return button;
  }

  #find(): DomForm {
    const element: DomElement = elementIn(this.#tab.document.dom, this.#selector, this.#narrowed);
    if (element.tagName !== "FORM") throw new LivegateError("LG_TEST_ELEMENT", `${lineOf(element)} is no form.`);
    return element as DomForm; // By its name.
  }
}

function silent(form: DomForm, control: DomControl): LivegateError {
  const what = `Nobody hears of a change in ${lineOf(control)}: neither it nor its form has a phx-change, or the page isn't live. ${lineOf(form).slice(0, 160)}`;
  return new LivegateError("LG_TEST_ELEMENT", what);
}
