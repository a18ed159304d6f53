// What `livegate dev` puts in front of an app's own script.
import { checkHooks } from "./check-hooks.ts";
import { showErrors } from "./error-panel.ts";
import { followSources } from "./follow-sources.ts";
import { showLiveSocket } from "./show-live-socket.ts";

showErrors();
checkHooks();
showLiveSocket();
followSources();
