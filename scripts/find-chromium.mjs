// The browser of the browser tests.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const INSTALL = ["install", "-y", "--no-install-recommends", "chromium"];

/** Chromium's path, or null where it isn't. As root on Debian it is installed; elsewhere the command is told. */
export function findChromium() {
  const present = chromiumPath();
  if (present) return present;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    console.log(`Chromium is missing, so browser tests are skipped. Install it:  sudo apt-get ${INSTALL.join(" ")}`);
    return null;
  }
  console.log("Installing Chromium from Debian's packages (once, about half a minute) …");
  // A fresh machine has no lists of packages yet.
  if (!aptGet(INSTALL) && aptGet(["update"])) aptGet(INSTALL);
  return chromiumPath();
}

const chromiumPath = () =>
  [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    (path) => path && existsSync(path),
  ) ?? null;

const aptGet = (args) =>
  spawnSync("apt-get", ["-qq", ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  }).status === 0;
