import { definePaths } from "livegate";

export const paths = definePaths({
  counter: "/counter?step&tab",
  trip: "/trip?stop",
  fickle: "/fickle",
  crash: "/crash?at",
  form: "/form",
  room: "/rooms/:room",
  list: "/list",
  components: "/components?page",
  waiting: "/waiting",
  typed: "/typed/:id?page",
  aside: "/aside",
  members: "/members",
  membersTrip: "/members/trip?stop",
  logIn: "/log_in",
  logOut: "/log_out",
  plain: "/plain",
  post: "/post",
  broken: "/broken",
  workshop: "/workshop",
  uploads: "/uploads?shown",
});
