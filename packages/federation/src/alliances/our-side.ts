import { createPublicKey, type KeyObject } from "node:crypto";
import { multikey, type AllianceMember } from "@commonhall/domain";
import { multikeyOf } from "@commonhall/wire";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { DirectRooms } from "../ports.ts";

/** Our centre as a member: the key under which charters name it, and its private half. */
export interface OurSide {
  readonly us: AllianceMember;
  readonly privateKey: KeyObject;
}

/** Undefined while there is no centre. */
export async function ourSide(
  { direct }: { readonly direct: Pick<DirectRooms, "centres"> },
  keys: LocalKeys,
): Promise<OurSide | undefined> {
  const centre = await direct.centres.get();
  const signer = centre === undefined ? undefined : await keys.signerFor(centre.id);
  if (centre === undefined || signer === undefined) return undefined;
  const { privateKey } = signer.proof;
  const pem = createPublicKey(privateKey).export({ format: "pem", type: "spki" }).toString();
  const key = multikey(multikeyOf(pem));
  if (key === undefined) throw new Error("The centre's key is of another kind than charters name");
  return { us: { id: centre.id, key }, privateKey };
}
