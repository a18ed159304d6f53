import { definePaths } from "livegate";

/** Every address of the app. */
export const paths = definePaths({
  home: "/",
  albumNew: "/albums/new",
  albumEdit: "/albums/:id/edit",
  album: "/albums/:id",
  albumShowEdit: "/albums/:id/show/edit",
});
