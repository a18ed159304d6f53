import { type OnMountHook, halt, html, liveView } from "livegate";
import { paths } from "./paths.ts";
import type { Probe } from "./probe.ts";

/** A view that its page could be loaded of, and that may not be joined any more. */
export const fickleLive = (probe: Probe) => {
  const hook: OnMountHook = (_params, _session, socket) => {
    probe.note("hook of the view");
    if (!socket.connected || probe.hookHalts === "not") return "cont";
    socket.putFlash("info", "From the hook.");
    if (probe.hookHalts === "redirects") socket.redirect(paths.plain());
    else socket.pushNavigate(paths.counter());
    return "halt";
  };
  return liveView({
    onMount: [hook],
    mount({ connected }) {
      if (!connected) return { where: "http" };
      if (probe.mountFails === "throws") throw new Error("A mount fails.");
      if (probe.mountFails === "notFound") return halt.notFound();
      if (probe.mountFails === "forbidden") return halt.forbidden();
      if (probe.mountFails === "redirects") return halt.redirect(paths.plain());
      if (probe.mountFails === "redirectsWithFlash") return halt.redirect(paths.plain(), { flash: { info: "Sent." } });
      return { where: "socket" };
    },
    render: ({ where }) => html`<p id="where">${where}</p>`,
  });
};
