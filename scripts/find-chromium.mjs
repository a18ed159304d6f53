// The browser of the browser tests.
import { existsSync } from "node:fs";
import { installPackages } from "./services/debian.mjs";

const CHROMIUM = { name: "Chromium", packages: ["chromium-headless-shell"], without: "browser tests", seconds: 30 };

// The shell first: it draws no windows, so that pages take little more than half the time.
const PLACES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/** Chromium's path, or null where it isn't: the one in `CHROMIUM`, or one that the system has. */
export const chromiumPath = () =>
  [process.env.CHROMIUM, ...PLACES.map((name) => `/usr/bin/${name}`)].find((path) => path && existsSync(path)) ?? null;

/** The same; as root on Debian it is installed where it is missing, elsewhere the command is told. */
export const findChromium = () => chromiumPath() ?? (installPackages(CHROMIUM) ? chromiumPath() : null);
