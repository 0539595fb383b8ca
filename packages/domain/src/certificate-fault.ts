/**
 * Why nobody can be sure that a server is who its address says, by the certificate that it shows. A clock that is wrong
 * on this side looks like the first two.
 */
export const CERTIFICATE_FAULTS = ["expired", "not yet valid", "wrong name", "not trusted"] as const;
export type CertificateFault = (typeof CERTIFICATE_FAULTS)[number];
