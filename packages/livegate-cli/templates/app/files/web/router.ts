import { pipeline, router } from "livegate";
import {
  compress,
  fetchLiveFlash,
  fetchSession,
  logRequests,
  protectFromForgery,
  putRootLayout,
  secureHeaders,
} from "livegate/plug";
import { page, root } from "./components/layouts.ts";
import { homePage } from "./controllers/page-controller.ts";
import { paths } from "./paths.ts";

const browser = pipeline([
  logRequests(),
  compress(),
  fetchSession(),
  fetchLiveFlash(),
  putRootLayout(root),
  protectFromForgery(),
  secureHeaders(),
]);

export default router((r) => {
  r.scope({ pipeThrough: browser, layout: page }, (r) => {
    r.get(paths.home, (c) => c.render(homePage));
  });
});
