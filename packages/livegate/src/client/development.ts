// What a development build puts in front of an app's own script.
import { showErrors } from "./error-panel.ts";

showErrors();
