import { __Context__ } from "./domain/__context-file__/__context-file__.ts";
import { __schema__Mailer } from "./domain/__context-file__/__file__-mailer.ts";
import { pubsub } from "./domain/pubsub.ts";
import { mailLinks } from "./web/__file__-auth.ts";

const children = [
  // after repo.start(
  {
    start: () =>
      __Context__.start({ db: repo.db, mailer: __schema__Mailer(config), links: mailLinks, url: config.url, pubsub }),
    stop: () => __Context__.stop(),
  },
];
