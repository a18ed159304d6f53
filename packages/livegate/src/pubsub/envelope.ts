/** What stands around each message between nodes: who sent it, as which of theirs, in which form, about what. */
export interface Envelope {
  /** The sending process. */
  readonly node: string;
  /** Counts what the node has published, from 1; those that it couldn't send count too, so that they are missed. */
  readonly sequence: number;
  /** Of the app's messages; empty for Livegate's own. */
  readonly version: string;
  /** Empty for what nodes tell each other about themselves. */
  readonly topicName: string;
  /** The message as JSON text. */
  readonly json: string;
}

/** The form of the envelope itself: another one is ignored. */
const FORMAT = 1;

/** How everything of a node begins, so that its own echo is known without being parsed. */
export const prefixOf = (node: string): string => `[${FORMAT},${JSON.stringify(node)},`;

/** One line of head, one of JSON, which has no line breaks of its own. */
export function sealEnvelope({ node, sequence, version, topicName, json }: Envelope): string {
  return `${prefixOf(node)}${sequence},${JSON.stringify(version)},${JSON.stringify(topicName)}]\n${json}`;
}

/** Null for what isn't an envelope of this form. */
export function openEnvelope(text: string): Envelope | null {
  const end = text.indexOf("\n");
  const head = end === -1 ? null : parsed(text.slice(0, end));
  if (!Array.isArray(head)) return null;
  const [format, node, sequence, version, topicName] = head as unknown[];
  const isWhole =
    format === FORMAT &&
    typeof node === "string" &&
    Number.isSafeInteger(sequence) &&
    typeof version === "string" &&
    typeof topicName === "string";
  return isWhole ? { node, sequence: sequence as number, version, topicName, json: text.slice(end + 1) } : null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return null;
  }
}
