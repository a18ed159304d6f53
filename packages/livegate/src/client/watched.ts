// What `livegate dev` puts in front of an app's own script.
import "./development.ts";
import { followSources } from "./follow-sources.ts";

followSources();
