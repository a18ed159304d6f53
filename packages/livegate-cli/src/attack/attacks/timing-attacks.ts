import { newClient } from "../ground.ts";
import type { Stage } from "../stage.ts";
import type { Attack } from "./attack.ts";
import { type Newcomer, newcomer, unless } from "./newcomer.ts";

/** Answers of each kind that are timed. */
const SAMPLES = 36;
/** Accounts whose answers are timed: none of them is asked so often that it is told to wait. */
const ACCOUNTS = 18;
/**
 * How far the times may lie apart: the chance that a known address's answer took longer than an unknown one's. One half says
 * nothing; a hash that is missing for one of them gives zero or one.
 */
const FAIR = [0.2, 0.8] as const;

interface Question {
  readonly what: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
}

function questions({ plan: { accounts } }: Stage): readonly Question[] {
  const { form, logIn, resetPassword, confirm } = accounts;
  return [
    { what: "log-in", path: logIn, fields: { by: "password", [`${form}[password]`]: "a wrong password of mine" } },
    { what: "a log-in link", path: logIn, fields: { by: "link" } },
    { what: "a new password", path: resetPassword, fields: {} },
    { what: "a confirmation", path: confirm, fields: {} },
  ];
}

/** Milliseconds from sending a form to its answer. */
async function timeOf(stage: Stage, { path, fields }: Question, email: string): Promise<number> {
  const { form, logIn } = stage.plan.accounts;
  const client = newClient(stage.ground);
  const token = (await client.csrf(logIn)) ?? "";
  const begin = performance.now();
  await client.send("POST", path, { body: { _csrf_token: token, ...fields, [`${form}[email]`]: email } });
  return performance.now() - begin;
}

/** How often a value of one list is greater than one of the other: the area under the curve, from 0 to 1. */
export function separation(ones: readonly number[], others: readonly number[]): number {
  const wins = ones.flatMap((one) => others.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

/** Attacks by the clock. */
export const timingAttacks: readonly Attack[] = [
  {
    id: "K25",
    does: "times the answers for known and unknown addresses, in turns: log-in, link, new password, confirmation",
    safe: "what took longer doesn't tell which was which",
    async run(stage) {
      const known: Newcomer[] = [];
      for (let count = 0; count < ACCOUNTS; count++) known.push(await newcomer(stage));
      const found: string[] = [];
      for (const question of questions(stage)) {
        const times = { known: [] as number[], unknown: [] as number[] };
        for (let count = 0; count < SAMPLES; count++) {
          const { email } = known[count % ACCOUNTS]!.account; // There are that many.
          const ask = {
            known: () => timeOf(stage, question, email),
            unknown: () => timeOf(stage, question, email.replace("@", `.${count}@`)),
          };
          const order = count % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
          for (const which of order) times[which].push(await ask[which]());
        }
        const share = separation(times.known, times.unknown);
        const isFair = share > FAIR[0] && share < FAIR[1];
        found.push(
          ...unless(
            isFair,
            `${question.what} tells by its time: known ones took longer ${share.toFixed(2)} of the time`,
          ),
        );
      }
      return found;
    },
  },
];
