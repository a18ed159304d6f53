import { __Context__ } from "../domain/__context-file__/__context-file__.ts";

endpoint({
  sessions: __Context__.sessions,
});
