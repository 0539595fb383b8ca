import type { CertificateFault } from "@commonhall/domain";

/** What is wrong with the certificate of a server, from the code of the error with which TLS ended. */
export function certificateFault(code: string | undefined): CertificateFault | undefined {
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return "expired";
    case "CERT_NOT_YET_VALID":
      return "not yet valid";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
    case "HOSTNAME_MISMATCH":
      return "wrong name";
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "CERT_SIGNATURE_FAILURE":
    case "CERT_CHAIN_TOO_LONG":
    case "CERT_REVOKED":
    case "CERT_UNTRUSTED":
    case "CERT_REJECTED":
    case "INVALID_CA":
    case "INVALID_PURPOSE":
    case "PATH_LENGTH_EXCEEDED":
      return "not trusted";
    default:
      return undefined;
  }
}

/** Behind `it cannot be reached:`. */
export const CERTIFICATE_WORDS: Readonly<Record<CertificateFault, string>> = {
  expired: "its certificate has expired",
  "not yet valid": "its certificate is not valid yet",
  "wrong name": "its certificate is of another name",
  "not trusted": "its certificate is of nobody whom this machine trusts",
};
