import { CERTIFICATE_SOON, dateOf, unreachable, type CertificateFault, type SeenCertificate } from "@commonhall/domain";
import { ownCertificate } from "../watching/own-certificate.ts";
import { finding, notDone, well } from "./finding.ts";
import type { Check, CheckPorts } from "./ports.ts";

const RENEW =
  "See why the web server does not renew it: port 80 or 443 open, the name of the node leading to this machine, room on the disk, its log. Then restart it.";

/** Whether strangers can be sure that they talk to this node: browsers and other nodes turn away where they cannot. */
export const checkCertificate: Check = async ({ site, clock }: Pick<CheckPorts, "site" | "clock">) => {
  const certificate = ownCertificate(site);
  if (!certificate.needed) return well("certificate", `${site.origin} needs none.`);
  const seen = await certificate.look();
  if (!seen.ok) {
    return notDone(
      "certificate",
      `Nothing shows one at ${site.origin} (${seen.error}).`,
      "Start the web server. Behind some home routers a machine does not reach its own address: then look at the lock in a browser somewhere else.",
    );
  }
  const { until, fault } = seen.value;
  if (fault !== undefined) return found(site.origin, seen.value, fault);
  if (until - clock() < CERTIFICATE_SOON) {
    return finding(
      "certificate",
      `It is valid until ${dateOf(until)} and no longer, and should have been renewed by now.`,
      RENEW,
    );
  }
  return well(
    "certificate",
    `It is of this name, from somebody whom this machine trusts, and valid until ${dateOf(until)}.`,
  );
};

function found(origin: string, { until }: SeenCertificate, fault: CertificateFault) {
  const says = (text: string, todo: string) =>
    finding("certificate", `${text}: browsers and other nodes turn away.`, todo);
  switch (fault) {
    case "expired":
      return says(`It expired on ${dateOf(until)}`, RENEW);
    case "not yet valid":
      return says(
        "It is not valid yet",
        "Look at this machine's clock first (hall check says of it what other nodes have). If it is right, the web server has been given a wrong one.",
      );
    case "wrong name":
      return says(
        `What is shown at ${origin} is of another name`,
        "See that the web server's configuration names the host of HALL_ORIGIN, and that no other site on this machine answers for it.",
      );
    case "not trusted":
      return says(
        `What is shown at ${origin} is from nobody whom this machine trusts`,
        "Give the web server one of an authority that browsers know (Caddy does so by itself), with the whole chain (fullchain.pem, not cert.pem).",
      );
    default:
      return unreachable(fault);
  }
}
