import { domainToASCII } from "node:url";

/** Characters of an address. */
const LONGEST = 160;
/** Characters before the @ (RFC 5321, section 4.5.3.1.1). */
const LONGEST_LOCAL = 64;

const localForm = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainForm = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * An e-mail address as it is stored and written to: trimmed, in lower case, ASCII, its domain in punycode, at most 160
 * characters. Null for anything else; never throws.
 *
 * @example
 * emailAddress(" Ada@Bücher.example "); // "ada@xn--bcher-kva.example"
 */
export function emailAddress(typed: unknown): string | null {
  if (typeof typed !== "string" || typed.length > 4 * LONGEST) return null;
  const text = typed.trim();
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(0, at)).toLowerCase();
  const domain = domainToASCII(text.slice(at + 1).toLowerCase());
  const address = `${local}@${domain}`;
  const fits =
    local.length <= LONGEST_LOCAL && address.length <= LONGEST && localForm.test(local) && domainForm.test(domain);
  return fits ? address : null;
}

/**
 * What is wrong with a typed address, for forms; null where it can be used.
 *
 * @example
 * checkEmail("ada@example"); // "This is no e-mail address. …"
 * checkEmail("ada@example.com"); // null
 */
export function checkEmail(typed: string): string | null {
  if (emailAddress(typed) !== null) return null;
  if (typed.length > LONGEST) return `Keep it within ${LONGEST} characters.`;
  return "This is no e-mail address. It looks like name@example.com, in plain letters before the @.";
}
