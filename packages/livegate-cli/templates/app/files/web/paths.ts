import { definePaths } from "livegate";

/** Every address of the app. */
export const paths = definePaths({
  home: "/",
});
