import { cheapHash } from "livegate/testing";
import { __Context__ } from "../domain/__context-file__/__context-file__.ts";
import { pubsub } from "../domain/pubsub.ts";
import { mailLinks } from "../web/__file__-auth.ts";
import { box, clock, log } from "./mail-and-time.ts";
// @if guarded
import { asTested__Schema__ } from "./tested-__file__.ts";
// @end

const children = [
  {
    start: () =>
      __Context__.start({
        db: repo.db,
        mailer: box,
        links: mailLinks,
        url: new URL("http://127.0.0.1:4000"),
        pubsub,
        clock,
        log,
        hashCost: cheapHash,
      }),
    stop: () => __Context__.stop(),
  },
];

// @if guarded
const users = [asTested__Schema__];
// @end
