// Makes a fresh clone ready: the packages, the pinned Node, and on request the browser. Runs on Node 20 with nothing installed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const STAMP = join(root, "node_modules", ".livegate-lock");
const OLDEST_NODE = 24;

/** Installs what the lock file names unless that was done before, and gives the environment for everything after it. */
export function setUp() {
  installPackages();
  return environment();
}

function installPackages() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === lock) return;
  console.log("Installing packages (once, about half a minute) …");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, lock);
}

/** The environment with the pinned Node and the packages' commands first on PATH. */
function environment() {
  const pinned = join(root, "node_modules", `node-${platform()}-${process.arch}`, "bin");
  const isPinned = existsSync(pinned);
  if (!isPinned && Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    fail(
      `Livegate needs Node ${OLDEST_NODE} or newer, this is ${process.version}, and npm has none for ${process.platform}-${process.arch}.`,
    );
  }
  const path = [...(isPinned ? [pinned] : []), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path };
}

const platform = () => (process.platform === "win32" ? "win" : process.platform);

/** Chromium for the browser tests: its path, or null where it can't be had. Debian's package is installed by root. */
export function findChromium() {
  const paths = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const find = () => paths.find((path) => path && existsSync(path)) ?? null;
  const present = find();
  if (present) return present;
  const install = ["install", "-y", "--no-install-recommends", "chromium"];
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    console.log(`Chromium is missing. Install it:  sudo apt-get ${install.join(" ")}`);
    return null;
  }
  console.log("Installing Chromium from Debian's packages (once, about half a minute) …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (args) =>
    spawnSync("apt-get", ["-q", ...args], { stdio: ["ignore", "ignore", "inherit"], env }).status === 0;
  if (!apt(install) && apt(["update"])) apt(install);
  return find();
}

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) fail(`"${command} ${args.join(" ")}" failed.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp();
