import { definePaths } from "livegate";

/** Every address of the app. */
export const paths = definePaths({
  home: "/?q&sort",
  albumNew: "/albums/new?q&sort",
  albumEdit: "/albums/:id/edit?q&sort",
  album: "/albums/:id",
  albumShowEdit: "/albums/:id/show/edit",
  about: "/about",
});
