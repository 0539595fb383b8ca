/** The public halves of an actor's two keys, SPKI as PEM. */
export interface PublicKeys {
  readonly rsaPublic: string;
  readonly ed25519Public: string;
}

/** SPKI as PEM of an Ed25519 key → `z6Mk…` (FEP-521a). Throws for any other key. */
export function multikeyOf(pem: string): string {
  throw new Error(`not yet: ${pem}`);
}

/** `z6Mk…` → SPKI as PEM; undefined for what is no Ed25519 Multikey. */
export function pemFromMultikey(text: string): string | undefined {
  throw new Error(`not yet: ${text}`);
}
