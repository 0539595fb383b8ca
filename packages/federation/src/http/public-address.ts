import ipaddr from "ipaddr.js";

/** 2000::/3, all that IANA has given out as global unicast. What lies outside holds, among others, IPv4 in disguise. */
const GLOBAL_IPV6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/**
 * Whether an IP address is one of the public internet (row F10). Not loopback, private, link-local, carrier-grade NAT,
 * multicast, documentation, benchmarking or reserved; and none of the IPv6 forms that carry an IPv4 address within
 * (mapped, compatible, NAT64, 6to4, Teredo), because they lead wherever that address leads.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || parsed.match(GLOBAL_IPV6);
}

/** RFC 6761, RFC 6762, RFC 8375 and ICANN's `.internal`: names that never lead to the public internet. */
const LOCAL_NAMES = [".localhost", ".local", ".internal", ".home.arpa", ".test", ".invalid", ".onion"];

/** Whether a host name may lead to the public internet: it has a dot, and no standard keeps its ending local. */
export function isPublicName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "").toLowerCase();
  return name.includes(".") && !LOCAL_NAMES.some((ending) => name.endsWith(ending));
}

/** Whether a URL names an address instead of a name. */
export const isAddressUrl = (url: string): boolean => ipaddr.isValid(new URL(url).hostname.replace(/^\[(.*)\]$/, "$1"));
