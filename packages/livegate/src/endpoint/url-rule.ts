/**
 * Why an app may not be published at this URL in production; null where it may. Over http everybody on the way could read
 * the cookies, so there it takes https, unless the URL is this very machine's.
 */
export function refusedUrl(url: URL): string | null {
  if (url.protocol === "https:") return null;
  if (url.protocol !== "http:") return `is ${JSON.stringify(url.href)}, no http or https address.`;
  if (isLoopback(url.hostname)) return null;
  return `is ${JSON.stringify(url.href)}: in production it has to be https, or cookies could be read on their way.`;
}

const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
