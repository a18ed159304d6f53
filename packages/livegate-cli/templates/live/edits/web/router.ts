import { live } from "./components/layouts.ts";
import { __Schema__IndexLive } from "./live/__folder__/__file__-index-live.ts";
import { __Schema__ShowLive } from "./live/__folder__/__file__-show-live.ts";

export default router((r) => {
  r.liveSession("__folder__", __sessionOptions__, (r) => {
    r.live(paths.__schemas__, __Schema__IndexLive, "index");
    r.live(paths.__schema__New, __Schema__IndexLive, "new");
    r.live(paths.__schema__Edit, __Schema__IndexLive, "edit");
    r.live(paths.__schema__, __Schema__ShowLive, "show");
    r.live(paths.__schema__ShowEdit, __Schema__ShowLive, "edit");
  });
});
