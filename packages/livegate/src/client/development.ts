// What a development build puts in front of an app's own script.
import { showErrors } from "./error-panel.ts";
import { showLiveSocket } from "./show-live-socket.ts";

showErrors();
showLiveSocket();
