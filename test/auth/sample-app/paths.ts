import { definePaths } from "livegate";

export const paths = definePaths({
  home: "/?tab",
  secret: "/secret",
  vault: "/vault",
  proved: "/proved",
  sudo: "/sudo",
  reauthenticate: "/users/reauthenticate",
  settings: "/users/settings",
  register: "/users/register?return_to",
  logIn: "/users/log_in?return_to",
  logInByLink: "/users/log_in/:token",
  logOut: "/users/log_out",
  resetPassword: "/users/reset_password",
  resetPasswordByLink: "/users/reset_password/:token",
  confirm: "/users/confirm",
  confirmByLink: "/users/confirm/:token",
  confirmEmail: "/users/settings/confirm_email/:token",
  undoEmail: "/users/settings/undo_email/:token",
  refresh: "/users/session/refresh",
});
