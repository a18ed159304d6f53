/**
 * The value of the first cookie of that name in a `Cookie` header; null without one.
 *
 * Only what the header says: nothing is decoded, because the cookies read here hold base64url.
 */
export function cookieValue(header: string | null | undefined, name: string): string | null {
  if (!header) return null;
  const start = valueStart(header, `${name}=`);
  if (start < 0) return null;
  const end = header.indexOf(";", start);
  return (end < 0 ? header.slice(start) : header.slice(start, end)).trim();
}

function valueStart(header: string, prefix: string): number {
  for (let at = header.indexOf(prefix); at >= 0; at = header.indexOf(prefix, at + 1)) {
    const before = header[at - 1];
    if (before === undefined || before === ";" || before === " ") return at + prefix.length;
  }
  return -1;
}
