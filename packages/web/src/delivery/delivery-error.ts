import { unreachable, type CertificateFault, type DeliveryError } from "@commonhall/domain";
import type { Words } from "../words/words.ts";

/** Why a message did not arrive, in a sentence for somebody who knows nothing of networks. */
export function deliveryErrorText(words: Words, error: DeliveryError): string {
  switch (error.type) {
    case "status":
      return words(statusKey(error.status), { status: String(error.status) });
    case "timeout":
      return words("desk.deliveries.error.timeout");
    case "unreachable":
      return words("desk.deliveries.error.unreachable");
    case "certificate":
      return certificateText(words, error.fault);
    case "private address":
      return words("desk.deliveries.error.private-address");
    case "redirect refused":
      return words("desk.deliveries.error.redirect");
    case "refused domain":
      return words("desk.deliveries.error.refused-domain");
    case "no key":
      return words("desk.deliveries.error.no-key");
    case "withdrawn":
      return words("desk.deliveries.error.withdrawn");
    case "brought back":
      return words("desk.deliveries.error.brought-back");
    case "not approved":
      return words("desk.deliveries.error.not-approved");
    default:
      return unreachable(error);
  }
}

/** Errors that people need not tell apart have one name. */
export const errorName = (error: DeliveryError | undefined): string =>
  error === undefined
    ? ""
    : error.type === "status"
      ? statusKey(error.status)
      : error.type === "certificate"
        ? certificateKey(error.fault)
        : error.type;

/** That a server could not prove who it is, for somebody who has never heard of certificates. */
export const certificateText = (words: Words, fault: CertificateFault): string => words(certificateKey(fault));

function certificateKey(fault: CertificateFault) {
  switch (fault) {
    case "expired":
      return "desk.deliveries.error.certificate.expired";
    case "not yet valid":
      return "desk.deliveries.error.certificate.early";
    case "wrong name":
      return "desk.deliveries.error.certificate.name";
    case "not trusted":
      return "desk.deliveries.error.certificate.trust";
    default:
      return unreachable(fault);
  }
}

function statusKey(status: number) {
  if (status === 401 || status === 403) return "desk.deliveries.error.refused";
  if (status === 404 || status === 410) return "desk.deliveries.error.no-inbox";
  if (status === 429) return "desk.deliveries.error.too-many";
  return status >= 500 ? "desk.deliveries.error.broken" : "desk.deliveries.error.status";
}
