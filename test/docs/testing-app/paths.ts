import { definePaths } from "livegate";

export const paths = definePaths({
  albums: "/albums",
  newAlbum: "/albums/new",
  account: "/account",
  audit: "/audit",
  logIn: "/log_in",
});
