export { colocatedClient } from "./assets/colocated-client.ts";
