import type { DomControl, DomForm, DomWindow } from "./dom.ts";
import type { PickedFiles } from "./picked-files.ts";

/** A request that a form makes of itself. */
export interface FormRequest {
  readonly url: URL;
  readonly init: RequestInit;
}

interface NativeSubmit {
  /** The address of the page. */
  readonly page: URL;
  /** The button that was pressed. */
  readonly submitter?: DomControl | null;
  /** What was picked in the page's inputs. */
  readonly files?: PickedFiles;
}

/** What a browser sends for a form without a script: to where it says, or its button says, or else to its page. */
export function nativeSubmit(
  window: DomWindow,
  form: DomForm,
  { page, submitter = null, files }: NativeSubmit,
): FormRequest {
  const attribute = (name: string): string | null => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name);
  const url = new URL(attribute("action") || page.href, page);
  const isPost = (attribute("method") ?? "get").toLowerCase() === "post";
  const entries = new window.FormData(form, submitter);
  if (isPost) {
    const hasFiles = attribute("enctype")?.toLowerCase() === "multipart/form-data";
    const body = hasFiles ? withFiles(entries, form, files) : textsOf(entries);
    return {
      url,
      init: {
        method: "POST",
        body,
        headers: { origin: page.origin, referer: page.href, "sec-fetch-site": "same-origin" },
      },
    };
  }
  url.search = textsOf(entries).toString();
  return { url, init: {} };
}

type Entries = Iterable<readonly [name: string, value: unknown]>;

function textsOf(entries: Entries): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of entries) if (typeof value === "string") fields.append(name, value);
  return fields;
}

/** All fields and files in their order. */
function withFiles(entries: Entries, form: DomForm, files: PickedFiles | undefined): FormData {
  const body = new FormData();
  for (const [name, value] of entries) {
    if (typeof value === "string") body.append(name, value);
    else {
      const input = [...form.elements].find((control) => control.type === "file" && control.name === name);
      const picked = (input && files?.of(input)) ?? [];
      // A browser sends a file without a name where nothing was picked; Node would make a field of it.
      for (const { name: fileName, type, bytes } of picked)
        body.append(name, new File([new Uint8Array(bytes)], fileName, { type }));
    }
  }
  return body;
}
