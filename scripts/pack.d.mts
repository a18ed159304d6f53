/** Fills a directory inside of the repository with a folder and a tarball for each package; gives the tarballs by the packages' names. */
export function packAll(out: string, env: NodeJS.ProcessEnv): Readonly<Record<string, string>>;
