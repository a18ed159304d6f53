/** Chromium's path, or null where it isn't: the one in `CHROMIUM`, or one that the system has. */
export function chromiumPath(): string | null;

/** The same; as root on Debian it is installed where it is missing, elsewhere the command is told. */
export function findChromium(): string | null;
