import { definePaths } from "livegate";

/** Every address of the app. */
export const paths = definePaths({
  home: "/?q&sort",
  albumNew: "/albums/new?q&sort",
  albumEdit: "/albums/:id/edit?q&sort",
  lately: "/lately",
  album: "/albums/:id",
  cover: "/albums/:id/cover?v",
  albumShowEdit: "/albums/:id/show/edit",

  register: "/users/register?return_to",
  logIn: "/users/log_in?return_to",
  logInByLink: "/users/log_in/:token",
  logOut: "/users/log_out",
  confirm: "/users/confirm",
  confirmByLink: "/users/confirm/:token",
  resetPassword: "/users/reset_password",
  resetPasswordByLink: "/users/reset_password/:token",
  settings: "/users/settings",
  changeEmail: "/users/settings/email",
  confirmEmail: "/users/settings/confirm_email/:token",
  undoEmail: "/users/settings/undo_email/:token",
  sessions: "/users/sessions",
  endSession: "/users/sessions/:id",
  deleteAccount: "/users/delete",
  reauthenticate: "/users/reauthenticate?return_to",
  madeBefore: "/users/made_before",
  sessionRefresh: "/users/session/refresh",

  about: "/about",
});
