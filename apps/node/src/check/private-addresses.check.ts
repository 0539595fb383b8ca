import { few, finding, well } from "./finding.ts";
import type { Check } from "./ports.ts";

/**
 * Places behind the node's own walls, as somebody would write them who wants it to knock there: in clear, in disguise, and
 * by name. Port 9 has nobody behind it, should the guard be gone.
 */
const INWARD = [
  "https://127.0.0.1:9/",
  "https://localhost:9/",
  "https://[::1]:9/",
  "https://[::ffff:127.0.0.1]:9/",
  "https://2130706433:9/",
  "https://0x7f.1:9/",
  "https://10.0.0.1:9/",
  "https://192.168.1.1:9/",
  "https://172.16.0.1:9/",
  "https://100.64.0.1:9/",
  "https://169.254.169.254:9/latest/meta-data/",
  "https://[fe80::1]:9/",
  "https://[fd00::1]:9/",
  "https://[64:ff9b::7f00:1]:9/",
  "https://router.local:9/",
  "https://node.internal:9/",
  "http://hall.example/",
];
const REFUSALS: readonly string[] = ["private address", "not https", "not an address"];

/** Asks the node's own fetcher to knock where nothing from outside may send it (row F10). */
export const checkPrivateAddresses: Check = async ({ federation, settings }) => {
  if (settings.testNetwork) {
    return finding(
      "private-addresses",
      "The guard is off (HALL_TEST_NETWORK=1): the node would fetch from this machine and its network if somebody sent it there.",
      "Take HALL_TEST_NETWORK out of the settings and restart the node.",
    );
  }
  const answers = await Promise.all(INWARD.map((url) => federation.tryToReach(url)));
  const open = INWARD.filter((_, at) => {
    const answer = answers[at];
    return answer === undefined || answer.ok || !REFUSALS.includes(answer.error.type);
  });
  return open.length === 0
    ? well("private-addresses", `The node refused to fetch from ${INWARD.length} private addresses.`)
    : finding(
        "private-addresses",
        `The node would fetch from ${few(open)} if somebody sent it there.`,
        "This version is broken: stop the node and write to whoever made it.",
      );
};
