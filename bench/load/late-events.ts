import { HttpConnection, requestText } from "./http-connection.ts";
import { type Target, checkBounds, joinedClients } from "./load.ts";

export interface LateEventsOptions {
  readonly rounds: number;
  /** Open pages of the session that ends, and clicks that each has sent when it is ended. */
  readonly pages: number;
  readonly clicks: number;
}

/** What came of clicks that were under way while their session was ended. */
export interface LateEvents {
  /** Events that began after the end had resolved. */
  readonly late: number;
  readonly sent: number;
  /** Of those that were sent, all that ever began. */
  readonly begun: number;
}

/** Ends sessions one after another while their pages have sent more clicks than the server has taken. */
export async function lateEvents(target: Target, { rounds, pages, clicks }: LateEventsOptions): Promise<LateEvents> {
  checkBounds(pages, rounds);
  const connection = await HttpConnection.open(target.port);
  const ask = (path: string) => connection.request(requestText("POST", target.port, path));
  let [late, begun] = [0, 0];
  try {
    for (let user = 1; user <= rounds; user++) {
      const leaving = await joinedClients(target, "/secure", pages, { as: user });
      const closings = leaving.map((client) => client.closing);
      for (let click = 0; click < clicks; click++) for (const client of leaving) client.click("inc");
      const { status } = await ask(`/bench/end_sessions?id=${user}`);
      if (status !== 204) throw new Error(`the end of a session was answered with ${status}`);
      await Promise.all(closings);
      const [since = 0, all = 0] = (await ask("/bench/begun_since")).body.toString().split(" ").map(Number);
      late += since;
      begun = all;
    }
  } finally {
    connection.close();
  }
  return { late, sent: rounds * pages * clicks, begun };
}
