export type { DirectRooms, FederationPorts, Log, LogFacts, Software } from "./ports.ts";
export type { Fetched, GetOptions, HttpClient, PostAnswer, PostOptions } from "./http/client.ts";
export type { HttpError } from "./http/http-error.ts";
export type { SignatureForm, SigningKey } from "./http/signatures.ts";
export type { LocalKeys, LocalSigner } from "./keys/local-keys.ts";
export type { DomainLevels } from "./moderation/domain-levels.ts";
