import { isIPv6 } from "node:net";

/**
 * What counts as one network: an IPv4 address, or the /64 that a single IPv6 customer has.
 *
 * @example
 * networkOf("2001:db8:1:2:3::4"); // "2001:db8:1:2::/64"
 */
export function networkOf(address: string): string {
  const [plain = ""] = address.split("%", 1); // A zone of this machine may follow.
  const mapped = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return "unknown";
  return `${groupsOf(plain).slice(0, 4).join(":")}::/64`;
}

/** All eight groups, without leading zeros, where "::" stands for those that are left out. */
function groupsOf(address: string): readonly string[] {
  const [head = "", tail] = address.toLowerCase().split("::");
  const [before, after] = [head, tail ?? ""].map((part) => (part === "" ? [] : part.split(":")));
  const zeros = tail === undefined ? 0 : 8 - before!.length - after!.length; // Both were just made.
  return [...before!, ...Array<string>(Math.max(0, zeros)).fill("0"), ...after!].map((group) =>
    group.replace(/^0+(?=.)/, ""),
  );
}
