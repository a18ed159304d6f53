// Commands that leave nothing running. As a program, `node process-tree.mjs COMMAND ARGS…`, this is the root of such a tree: it stands
// between, so that the tree ends even where whoever started it was killed.
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const SELF = fileURLToPath(import.meta.url);

/**
 * Starts a command, as `spawn` does. What it has started itself ends with it, with this process, and as soon as `stdin` is ended:
 * what spins too, for nobody is asked.
 */
export function spawnTree(command, args, { cwd, env }) {
  const child = spawn(process.execPath, [SELF, command, ...args], { cwd, env, detached: true, stdio: "pipe" });
  child.on("exit", () => kill(-Number(child.pid)));
  return child;
}

function beRoot([command, ...args]) {
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  child.on("error", ({ message }) => {
    console.error(message);
    process.exit(1);
  });
  child.on("exit", (code) => process.exit(code ?? 1));
  process.on("SIGINT", () => child.kill("SIGINT"));
  process.stdin.on("end", killTree).resume();
}

/** Kills who is in this process's group, itself last, and those who have left it. */
function killTree() {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const processes = (stdout ?? "").split("\n").map((line) => line.trim().split(/ +/).map(Number));
  const killBelow = (above) => {
    for (const [pid, parent] of processes) {
      if (parent !== above) continue;
      kill(pid);
      killBelow(pid);
    }
  };
  killBelow(process.pid);
  kill(0);
}

function kill(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

if (process.argv[1] === SELF) beRoot(process.argv.slice(2));
