import { HttpConnection, requestText } from "../load/http-connection.ts";
import { LiveClient } from "../load/live-client.ts";
import type { Target } from "../load/load.ts";

/** The bytes of one visit, as the measured app sent them. */
export interface SampleFrames {
  readonly page: string;
  readonly joinReply: string;
  /** The reply to `inc`. */
  readonly eventReply: string;
  readonly renameReply: string;
  /** The diff that a broadcast pushes. */
  readonly push: string;
}

/** Visits `path` once and keeps what came back. */
export async function sampleFrames(target: Target, path: string): Promise<SampleFrames> {
  const connection = await HttpConnection.open(target.port);
  const client = new LiveClient(target.port, path);
  try {
    const page = (await client.load(connection)).toString();
    await client.connect();
    const joinReply = await client.join();
    const answerTo = (send: () => void): Promise<string> => {
      const answer = client.nextFrame();
      send();
      return answer;
    };
    const eventReply = await answerTo(() => client.click("inc"));
    const renameReply = await answerTo(() => client.click("rename", { id: "50" }));
    const pushed = client.nextFrame();
    await connection.request(requestText("POST", target.port, "/bench/broadcast?id=50"));
    return { page, joinReply, eventReply, renameReply, push: await pushed };
  } finally {
    client.close();
    connection.close();
  }
}
