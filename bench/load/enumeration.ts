import { separability } from "../separability.ts";
import { HttpConnection } from "./http-connection.ts";
import { LiveClient } from "./live-client.ts";
import { type Target, checkBounds } from "./load.ts";
import { percentile } from "./percentile.ts";

export interface EnumerationOptions {
  /** Where the form goes. */
  readonly path: string;
  /** Forms for an address that somebody has, and as many for one that nobody has. */
  readonly samples: number;
  /** Fields beside the address. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** What the time of an answer tells of an address. Milliseconds, from the last byte sent to the whole answer. */
export interface Enumeration {
  /** The chance that an answer for a known address takes longer than one for an unknown one. */
  readonly separability: number;
  readonly known: number;
  readonly unknown: number;
  readonly samples: number;
}

const WARM_UP = 200;

/**
 * Sends a form again and again over one connection, for known and unknown addresses by chance, each from a network of its own, and
 * compares the times. Throws where the answers differ in anything else.
 */
export async function enumeration(target: Target, options: EnumerationOptions): Promise<Enumeration> {
  const { path, samples, fields = {} } = options;
  checkBounds(1, 2 * samples);
  const connection = await HttpConnection.open(target.port);
  try {
    const client = new LiveClient(target.port, "/");
    await client.load(connection);
    const times = { known: [] as number[], unknown: [] as number[] };
    const answers = new Set<string>();
    for (let sent = 0; times.known.length < samples || times.unknown.length < samples; sent++) {
      const who = nextKind(times, samples);
      const form = client.formText(path, { ...fields, email: addressOf(who, sent) }, networkOf(sent));
      const start = performance.now();
      const answer = await connection.request(form);
      const took = performance.now() - start;
      answers.add(`${answer.status} with ${answer.body.length} bytes`);
      if (sent >= WARM_UP) times[who].push(took);
    }
    if (answers.size > 1) throw new Error(`POST ${path} is answered in different ways: ${[...answers].join(", ")}`);
    return {
      separability: separability(times.known, times.unknown),
      known: percentile(times.known, 0.5),
      unknown: percentile(times.unknown, 0.5),
      samples,
    };
  } finally {
    connection.close();
  }
}

type Kind = "known" | "unknown";

function nextKind(times: Readonly<Record<Kind, readonly number[]>>, samples: number): Kind {
  if (times.known.length === samples) return "unknown";
  if (times.unknown.length === samples) return "known";
  return Math.random() < 0.5 ? "known" : "unknown";
}

/** Of the same length whoever it is, and each of one only once in a form, so that nobody's bucket is empty. */
const addressOf = (who: Kind, sent: number): string =>
  who === "known" ? `user${sent + 1}@example.com` : `none${sent + 1}@example.com`;

/** A network of its own for each form. */
export const networkOf = (index: number): string => `203.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
