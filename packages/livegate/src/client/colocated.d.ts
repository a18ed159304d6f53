// Made by the build of what `web/**/*.client.ts` export.
declare module "livegate:colocated" {
  import type { HooksOptions } from "phoenix_live_view";
  /** Hooks that stand beside their views and components, by name: for `connect`. */
  export const hooks: HooksOptions;
}
