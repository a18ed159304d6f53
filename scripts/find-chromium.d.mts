/** Chromium's path, or null where it isn't. As root on Debian it is installed; elsewhere the command is told. */
export function findChromium(): string | null;
