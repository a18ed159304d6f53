// Makes a fresh clone ready: installs the packages and finds the Node that runs them. Needs Node 20 and nothing else.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "./services/debian.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = 24;

/** Comes with compilers, and is all that Node needs besides what every system has. */
const LIBATOMIC = {
  name: "libatomic, which Node needs,",
  packages: ["libatomic1"],
  without: "Node and all the rest",
  seconds: 5,
};

/** Installs what the lock file names, unless it is there, and gives the environment for everything after it. */
export function setUp() {
  if (!isInstalled()) install();
  return environment();
}

function install() {
  console.log("Installing packages (once, about half a minute) …");
  // No package needs its install script; the one that npm can't do without is Node itself, which is a package too.
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) fail(`"npm ${args.join(" ")}" failed: see above. It needs the npm registry.`);
}

/** Whether npm's note of what it installed has everything that the lock file wants on this machine. */
function isInstalled() {
  const note = join(root, "node_modules", ".package-lock.json");
  return existsSync(note) && isComplete(packagesIn(join(root, "package-lock.json")), packagesIn(note), process);
}

const packagesIn = (file) => JSON.parse(readFileSync(file, "utf8")).packages;

/** Whether all packages of a lock file which this machine wants are among the installed ones, in the same version. */
export function isComplete(wanted, installed, { platform, arch }) {
  return Object.entries(wanted).every(
    ([path, { version, link, inBundle, os, cpu, libc }]) =>
      !path.startsWith("node_modules/") ||
      libc !== undefined || // Binaries of a package that is looked at itself.
      inBundle || // Comes with another one.
      isForOthers(os, platform) ||
      isForOthers(cpu, arch) ||
      (link ? installed[path]?.link === true : installed[path]?.version === version),
  );
}

const isForOthers = (list, mine) => list !== undefined && !list.includes(mine);

/** The environment with the pinned Node and the packages' commands first on PATH. */
function environment() {
  const system = process.platform === "win32" ? "win" : process.platform;
  const pinned = join(root, "node_modules", `node-${system}-${process.arch}`, "bin");
  const isPinned = existsSync(pinned);
  if (isPinned && !runs(pinned) && !(installPackages(LIBATOMIC) && runs(pinned)))
    fail(`${join(pinned, "node")} came through npm and doesn't start here: run it to see why.`);
  if (!isPinned && Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    const here = `${process.platform}-${process.arch}`;
    fail(
      `Livegate needs Node ${OLDEST_NODE} or newer. This is ${process.version}, and npm has no newer one for ${here}:\n` +
        `install it from nodejs.org, then run this again.`,
    );
  }
  const path = [...(isPinned ? [pinned] : []), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path };
}

const runs = (directory) => spawnSync(join(directory, "node"), ["--version"]).status === 0;

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp();
