// Debian's packages, for what tests need beside npm's.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * Installs packages as root on Debian and says so in a line; elsewhere it says what to run. Gives whether they are there now.
 */
export function installPackages({ name, packages, without, seconds }) {
  const install = ["install", "-y", "--no-install-recommends", ...packages];
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    console.log(`${name} is missing, so ${without} are skipped. Install it:  sudo apt-get ${install.join(" ")}`);
    return false;
  }
  console.log(`Installing ${name} from Debian's packages (once, about ${seconds} seconds) …`);
  // A fresh machine has no lists of packages yet.
  return aptGet(install) || (aptGet(["update"]) && aptGet(install));
}

const aptGet = (args) =>
  spawnSync("apt-get", ["-qq", ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  }).status === 0;
