// `npm run pack`: the packages as they are published, in dist/: tarballs with JavaScript and types of all that their doors lead to.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root, setUp } from "./setup.mjs";

/** In the order in which they need each other's types. */
const PACKAGES = ["livegate", "livegate-cli", "create-livegate"];

/** Files that are run by their path: no door leads to them. */
const RUN_BY_PATH = { "livegate-cli": ["src/main.ts", "src/dev/app-child.ts"] };

/** Runs in browsers, and is compiled against their types. */
const BROWSER_DOOR = "src/client.ts";

/** Fills a directory inside of the repository with a folder and a tarball for each package; gives the tarballs by the packages' names. */
export function packAll(out, env) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  return Object.fromEntries(PACKAGES.map((name) => [name, pack(name, { out, env })]));
}

function pack(name, { out, env }) {
  const source = join(root, "packages", name);
  const staged = join(out, name);
  mkdirSync(staged);
  const {
    scripts: _,
    devDependencies: __,
    ...manifest
  } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const doors = Object.entries(manifest.exports ?? {});
  const files = [...doors.map(([, file]) => file.slice(2)), ...(RUN_BY_PATH[name] ?? [])];
  if (files.length > 0) compile(files, { source, staged, out, env });
  copy(join(source, "bin"), join(staged, "bin"), (file) => !file.endsWith(".test.ts"));
  copy(join(source, "templates"), join(staged, "templates"));
  for (const file of ["README.md", "LICENSE"]) copy(join(file === "LICENSE" ? root : source, file), join(staged, file));
  const exports = Object.fromEntries(doors.map(([door, file]) => [door, builtDoor(file)]));
  const published = { ...manifest, ...(doors.length > 0 && { exports }) };
  writeFileSync(join(staged, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
  run("npm", ["pack", "--silent", "--pack-destination", out], { cwd: staged, env });
  return join(out, `${name}-${manifest.version}.tgz`);
}

/** Makes JavaScript and declarations of files and of all that they import, and copies what is neither. */
function compile(files, { source, staged, out, env }) {
  const programs = [
    {
      base: join(root, "tsconfig.json"),
      entries: files.filter((file) => file.endsWith(".ts") && file !== BROWSER_DOOR),
    },
    { base: join(source, "src/client/tsconfig.json"), entries: files.filter((file) => file === BROWSER_DOOR) },
  ];
  for (const { base, entries } of programs) {
    if (entries.length === 0) continue;
    const project = join(out, "tsconfig.json");
    const compilerOptions = {
      noEmit: false,
      declaration: true,
      // Declarations keep the extension, which leads to another declaration just as well.
      rewriteRelativeImportExtensions: true,
      rootDir: join(source, "src"),
      outDir: join(staged, "dist"),
      // The other packages as they are published, not their sources.
      paths: { livegate: [join(out, "livegate/dist/index.d.ts")], "livegate/*": [join(out, "livegate/dist/*.d.ts")] },
    };
    const config = { extends: base, compilerOptions, files: entries.map((file) => join(source, file)), include: [] };
    writeFileSync(project, JSON.stringify(config));
    run(join(root, "node_modules", ".bin", "tsc"), ["-p", project], { cwd: root, env });
    rmSync(project);
  }
  for (const file of readdirSync(join(source, "src"), { recursive: true })) {
    if (/\.css$|\.d\.ts$/.test(file)) copy(join(source, "src", file), join(staged, "dist", file));
  }
  referToCopies(join(source, "src"), join(staged, "dist"));
}

/** The compiler has declarations refer to others where those are among the sources. */
function referToCopies(sources, built) {
  for (const file of readdirSync(built, { recursive: true }).filter((each) => each.endsWith(".d.ts"))) {
    const [place, folder] = [join(built, file), dirname(join(built, file))];
    const text = readFileSync(place, "utf8");
    const referring = text.replaceAll(/(?<=^\/\/\/ <reference path=")[^"]+/gm, (path) =>
      relative(folder, join(built, relative(sources, resolve(folder, path)))),
    );
    if (referring !== text) writeFileSync(place, referring);
  }
}

const builtDoor = (file) => {
  const built = file.replace("./src/", "./dist/");
  if (!built.endsWith(".ts")) return built;
  return { types: built.replace(/\.ts$/, ".d.ts"), default: built.replace(/\.ts$/, ".js") };
};

function copy(from, to, filter = () => true) {
  if (existsSync(from)) cpSync(from, to, { recursive: true, filter });
}

function run(command, args, { cwd, env }) {
  const { status } = spawnSync(command, args, { cwd, env, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) throw new Error(`"${command} ${args.join(" ")}" failed: see above.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const tarball of Object.values(packAll(join(root, "dist"), setUp()))) console.log(`dist/${basename(tarball)}`);
}
