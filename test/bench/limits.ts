import { generateKeyPairSync, sign, verify } from "node:crypto";
import { perSecond } from "./measure.ts";

export interface Limits {
  readonly rsaSigns: number;
  readonly rsaVerifies: number;
  readonly ed25519Signs: number;
  readonly ed25519Verifies: number;
}

/** What one core of this machine can sign and verify, in the key sizes that the network uses. */
export function measureLimits(): Limits {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const ed = generateKeyPairSync("ed25519");
  const data = Buffer.alloc(300, "a");
  const rsaSignature = sign("sha256", data, rsa.privateKey);
  const edSignature = sign(null, data, ed.privateKey);
  return {
    rsaSigns: perSecond(() => sign("sha256", data, rsa.privateKey)),
    rsaVerifies: perSecond(() => verify("sha256", data, rsa.publicKey, rsaSignature)),
    ed25519Signs: perSecond(() => sign(null, data, ed.privateKey)),
    ed25519Verifies: perSecond(() => verify(null, data, ed.publicKey, edSignature)),
  };
}
