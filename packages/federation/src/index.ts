export { createFederation, type Federation } from "./federation.ts";
export type { DirectRooms, FederationPorts, Log, LogFacts, Software, TaskQueue } from "./ports.ts";
export {
  createHttpClient,
  type Fetched,
  type GetOptions,
  type HttpClient,
  type PostAnswer,
  type PostOptions,
} from "./http/client.ts";
export type { HttpError } from "./http/http-error.ts";
export { digestOf, signRequest, type SignatureForm, type SigningKey } from "./http/signatures.ts";
export { generateActorKeys, localKeys, type LocalKeys, type LocalSigner } from "./keys/local-keys.ts";
export { createDomainLevels, type DomainLevels } from "./moderation/domain-levels.ts";
export { createDeliverer, type Deliverer, type DelivererPorts } from "./delivery/deliverer.ts";
export { createDocuments, type Documents, type DocumentsPorts } from "./documents/serve-documents.ts";
export type { InboxAnswer, InboxRequest } from "./inbox/inbox-request.ts";
