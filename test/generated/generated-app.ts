import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bareEnvironment } from "../../packages/livegate-cli/src/test-command.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COMMAND = "packages/livegate-cli/bin/livegate.js";
const BINARIES = join(ROOT, "node_modules", ".bin");

/** What a program printed, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** An app that the command makes for a test, gone when it is disposed of. */
export interface GeneratedApp extends AsyncDisposable {
  readonly path: string;
  /** The `livegate` that works in it. */
  readonly command: string;
  /** Runs it. */
  livegate(...args: readonly string[]): Promise<Ended>;
  /** Checks its types, of the server's code and of the browser's. */
  types(): Promise<Ended>;
  /** Runs its own tests, as its authors do. */
  tests(): Promise<Ended>;
  /** Runs them all in one process, on a database of this server: less than half the work. */
  testsTogether(server: string): Promise<Ended>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
}

/**
 * Makes a new app inside of the repository, so that Node finds the packages of the workspace from there as it finds installed
 * ones from any app; in a hidden folder, so that nothing takes it for sources.
 */
export async function generatedApp(name: string): Promise<GeneratedApp> {
  return newApp({ folder: await appsFolder(), command: join(ROOT, COMMAND) }, name);
}

/**
 * Makes a new app with the packages as they are published: they are unpacked beside it, where Node looks before it looks among those
 * of the workspace. `tarballs` are what `packAll` gives.
 */
export async function publishedApp(name: string, tarballs: readonly string[]): Promise<GeneratedApp> {
  const folder = await appsFolder();
  const packages = join(folder, "node_modules");
  for (const tarball of tarballs) {
    const at = join(packages, basename(tarball).replace(/-[\d.]+\.tgz$/, ""));
    await mkdir(at, { recursive: true });
    const unpacked = await end("tar", ["-xzf", tarball, "-C", at, "--strip-components=1"], { cwd: folder });
    if (unpacked.code !== 0) throw new Error(unpacked.output);
  }
  return newApp({ folder, command: join(packages, "livegate-cli", "bin", "livegate.js") }, name);
}

async function newApp(place: AppPlace, name: string): Promise<GeneratedApp> {
  const made = await end(process.execPath, [place.command, "new", name], { cwd: place.folder });
  if (made.code !== 0) throw new Error(made.output);
  return appIn(place, name);
}

const STARTER = join(ROOT, "test", "episode", "starter");

/** A copy of the starter: the albums, which anybody may change. */
export async function starterApp(): Promise<GeneratedApp> {
  const folder = await appsFolder();
  const isSource = (file: string): boolean => !/\/\.livegate$|\.db(?:-\w+)?$|\/assets$/.test(file);
  await cp(STARTER, join(folder, "teacher"), { recursive: true, filter: isSource });
  return appIn({ folder, command: join(ROOT, COMMAND) }, "teacher");
}

/** A new folder inside of the repository, which nothing takes for sources. */
export async function appsFolder(): Promise<string> {
  const apps = join(import.meta.dirname, ".apps");
  await mkdir(apps, { recursive: true });
  return mkdtemp(join(apps, "app-"));
}

/** A folder of an app's own, and the command that works in it. */
interface AppPlace {
  readonly folder: string;
  readonly command: string;
}

function appIn({ folder, command }: AppPlace, name: string): GeneratedApp {
  const path = join(folder, name);
  return {
    path,
    command,
    livegate: (...args) => end(process.execPath, [command, ...args], { cwd: path }),
    async types() {
      const server = await end(join(BINARIES, "tsc"), [], { cwd: path });
      return server.code === 0 ? end(join(BINARIES, "tsc"), ["-p", "client"], { cwd: path }) : server;
    },
    tests: () => end(process.execPath, ["--test", "**/*.test.ts"], { cwd: path }),
    testsTogether(server) {
      const args = ["--test", "--test-isolation=none", "**/*.test.ts"];
      return end(process.execPath, args, { cwd: path, env: { DATABASE_URL: server } });
    },
    read: (file) => readFile(join(path, file), "utf8"),
    write: (file, text) => writeFile(join(path, file), text),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

interface Place {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

function end(program: string, args: readonly string[], { cwd, env = {} }: Place): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { cwd, env: { ...bareEnvironment(), ...env }, maxBuffer: 1 << 24 },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
      },
    );
  });
}
