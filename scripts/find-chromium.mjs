// The browser of the browser tests.
import { existsSync } from "node:fs";
import { installPackages } from "./services/debian.mjs";

const CHROMIUM = { name: "Chromium", packages: ["chromium"], without: "browser tests", seconds: 30 };

/** Chromium's path, or null where it isn't. As root on Debian it is installed; elsewhere the command is told. */
export const findChromium = () => chromiumPath() ?? (installPackages(CHROMIUM) ? chromiumPath() : null);

const chromiumPath = () =>
  [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    (path) => path && existsSync(path),
  ) ?? null;
