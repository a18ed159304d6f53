// A process that has a temporary file open and waits to be killed. See temporary-files.test.ts.
import { systemClock } from "../clock/clock.ts";
import { logger } from "../plug/logger.ts";
import { TemporaryFiles } from "./temporary-files.ts";

const [, , directory = ""] = process.argv;
const files = new TemporaryFiles({ directory, log: logger({ level: "silent" }), clock: systemClock });
const { handle, path } = await files.create();
await handle.write(Buffer.from("half of it"));
console.log(path);
setInterval(() => {}, 60_000);
