/** What is printed in place of a URL that could run a script. */
export const BLOCKED_URL = "about:invalid";

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const ALLOWED = new Set(["http", "https", "mailto", "tel", "sms", "blob"]);
const IMAGE_DATA = /^data:image\/(?:avif|gif|jpeg|png|svg\+xml|webp)[;,]/i;
/** Characters that browsers drop from a URL before they look for its scheme. */
// oxlint-disable-next-line no-control-regex
const IGNORED = /[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028\u2029\ufeff]/g;

/** Whether a URL is relative or has a harmless scheme. `data:` is harmless for images only. */
export function isAllowedUrl(url: string, rule: "link" | "image"): boolean {
  if (url.startsWith("/")) return true;
  const bare = url.replace(IGNORED, "");
  const scheme = SCHEME.exec(bare)?.[1];
  if (scheme === undefined) return true;
  return ALLOWED.has(scheme.toLowerCase()) || (rule === "image" && IMAGE_DATA.test(bare));
}
