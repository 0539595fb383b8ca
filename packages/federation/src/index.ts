export { createFederation, type Federation } from "./federation.ts";
export type { Log, LogFacts } from "./ports.ts";
export { digestOf, signRequest, type SignatureForm, type SigningKey } from "./http/signatures.ts";
export { certificateFault, CERTIFICATE_WORDS } from "./http/certificate-fault.ts";
export type { FormerHouse } from "./moving/former-house.ts";
export { generateActorKeys } from "./keys/local-keys.ts";
export type { InboxAnswer, InboxRequest } from "./inbox/inbox-request.ts";
export { COLLECTIONS, type CollectionName } from "./documents/collections.ts";
