import { LivegateError } from "../errors/livegate-error.ts";
import { frameEvent, topicPrefix, uploadRefusal } from "../protocol/wire-names.ts";
import { boundActions } from "./bindings.ts";
import { lineOf } from "./describe-element.ts";
import type { DomControl, DomForm } from "./dom.ts";
import { checkReachable } from "./find-element.ts";
import { tellChange } from "./gestures.ts";
import { type PickedFile, type TestFile, describedFile, uploadRefOf } from "./picked-files.ts";
import type { Tab } from "./tab.ts";
import type { PushAnswer } from "./test-socket.ts";

/**
 * Picks files in an input: the form's change event, and their transfer where the upload goes by itself. Where no live view is, they wait
 * for the form's request.
 */
export async function pickFiles(tab: Tab, input: DomControl, files: readonly TestFile[]): Promise<void> {
  checkReachable(input);
  if (files.length > 1 && !input.hasAttribute("multiple")) throw noUpload(input, "takes one file");
  if (!tab.viewOf(input).isJoined && input.form?.getAttribute("enctype") === "multipart/form-data")
    return tab.files.add(input, files);
  if (uploadRefOf(input) === "") throw noUpload(input, "is no input of an upload");
  const { id } = input;
  tab.files.add(input, files);
  const picked = tab.files.of(input);
  const uploads = { [uploadRefOf(input)]: picked.map((file) => ({ ...describedFile(file), path: input.name })) };
  if (!(await tellChange(tab, input, uploads)))
    throw noUpload(input, "has no form with a phx-change, or the page isn't live and its form has no enctype");
  tab.files.told(picked);
  const now = tab.document.dom.querySelector(`[id="${id}"]`) as DomControl | null; // The same input, printed anew.
  if (now?.hasAttribute("data-phx-auto-upload")) await sendInput(tab, now);
}

/** Sends what was picked in a form and isn't sent yet; gives whether the form may be submitted now. */
export async function sendFiles(tab: Tab, form: DomForm): Promise<boolean> {
  if (!tab.viewOf(form).isJoined) return true;
  const inputs = [...form.elements].filter((control) => control.type === "file" && uploadRefOf(control) !== "");
  // The stock client submits nothing while the server shows an error.
  if (inputs.some((input) => input.getAttribute("data-phx-error-refs"))) return false;
  for (const input of inputs) if (!(await sendInput(tab, input))) return false;
  return true;
}

async function sendInput(tab: Tab, input: DomControl): Promise<boolean> {
  const files = tab.files.unasked(input);
  if (files.length === 0) return true;
  const { form } = input;
  const at = { ref: uploadRefOf(input), ...(form && cidOf(form)) };
  const channel = tab.viewOf(input);
  const { response } = await channel.push(frameEvent.allowUpload, { ...at, entries: files.map(describedFile) });
  const entries = (response["entries"] ?? {}) as Readonly<Record<string, unknown>>;
  const tell = (file: PickedFile, progress: unknown): Promise<PushAnswer> =>
    channel.push(frameEvent.progress, { ...at, event: null, entry_ref: file.ref, progress });
  let areAllThere = response["error"] === undefined;
  for (const file of files) {
    const entry = entries[file.ref];
    if (entry === undefined) areAllThere = false;
    // Whatever storage of its own the page has is believed to have taken the file.
    else if (typeof entry !== "string") await tell(file, 100);
    else {
      const chunkSize = Number((response["config"] as { readonly chunk_size: number }).chunk_size); // Always beside tokens.
      areAllThere = (await transfer(tab, { file, token: entry, chunkSize, tell })) && areAllThere;
    }
  }
  return areAllThere;
}

interface Transfer {
  readonly file: PickedFile;
  readonly token: string;
  readonly chunkSize: number;
  readonly tell: (file: PickedFile, progress: unknown) => Promise<PushAnswer>;
}

/** Sends one file as the stock client does: chunk by chunk, and how far it is after each. */
async function transfer(tab: Tab, { file, token, chunkSize, tell }: Transfer): Promise<boolean> {
  const { socket } = tab;
  if (!socket) throw new LivegateError("LG_TEST_VIEW", "The page isn't connected.");
  const joinRef = socket.nextRef();
  const topic = topicPrefix.upload + file.ref;
  const refused = async ({ response }: PushAnswer): Promise<false> => {
    const { reason } = response;
    if (reason !== uploadRefusal.writerError && reason !== "gone") await tell(file, { error: reason });
    return false;
  };
  const joined = await socket.pushAs(joinRef, { joinRef, topic, event: frameEvent.join, payload: { token } });
  if (joined.status === "error") return refused(joined);
  for (let at = 0; at < file.bytes.length; at += chunkSize) {
    const chunk = file.bytes.subarray(at, at + chunkSize);
    const answer = await socket.pushBytes(joinRef, { topic, event: frameEvent.chunk, bytes: chunk });
    if (answer.status === "error") return refused(answer);
    await tell(file, Math.floor(((at + chunk.length) / file.bytes.length) * 100));
  }
  return true;
}

function cidOf(form: DomForm): { readonly cid: number } | null {
  for (const action of boundActions(form.getAttribute("phx-change") ?? "[]", form)) {
    if (action.kind === "push" && action.push.cid !== null) return { cid: action.push.cid };
  }
  return null;
}

const noUpload = (input: DomControl, what: string): LivegateError =>
  new LivegateError("LG_TEST_ELEMENT", `${lineOf(input)} ${what}: no files can be picked there.`);
