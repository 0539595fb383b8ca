import { notDone, notServed, well } from "./finding.ts";
import type { Check, CheckPorts } from "./ports.ts";

/**
 * Whether the other checks came in by the way on which visitors come. Where they did not, they looked at the node alone,
 * and whatever stands before it may write down, cache and compress as it likes.
 */
export const checkPublicAddress: Check = async ({ site, ways }: Pick<CheckPorts, "site" | "ways">) => {
  if (ways.length === 0) return notServed("public-address");
  if (ways.some(({ name }) => name === "public address")) {
    return well("public-address", `What answers at ${site.origin} is this node, and was tried as visitors come to it.`);
  }
  return notDone(
    "public-address",
    `This node does not answer at ${site.origin} as seen from this machine, so what stands before it was not tried: its headers, lengths and logs may be bad, whatever is said below.`,
    "See that the web server hands on every path, /healthz too, and that its certificate is good. Behind some home routers a machine does not reach its own address: name that address in /etc/hosts with 127.0.0.1 for the time of the check.",
  );
};
