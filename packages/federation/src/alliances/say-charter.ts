import {
  allianceLine,
  err,
  keysThatSigned,
  maySign,
  namedAnew,
  ok,
  type Alliance,
  type AllianceLine,
  type AllianceMember,
  type AllianceRefused,
  type CharterVersion,
  type KeptVersion,
  type Result,
} from "@commonhall/domain";
import { signStatement } from "@commonhall/wire";
import type { FindActor } from "../discovery/find-actor.ts";
import { beginHandling, type Handling } from "../inbox/handling.ts";
import type { FederationPorts } from "../ports.ts";
import { keepStatements } from "./keep-statements.ts";
import { offerStatement } from "./offer-statement.ts";
import type { OurSide } from "./our-side.ts";
import { keysShownBy } from "./resolve-members.ts";

type Ports = Pick<FederationPorts, "site" | "clock" | "newId" | "work" | "direct">;
export type Said = Result<AllianceLine, AllianceRefused>;

/**
 * Signs a version, new or known, and offers it to everybody whom it concerns. The signature is made before the commit,
 * which has both it and the offers.
 */
export async function sayCharter(ports: Ports, side: OurSide, { version, payload, keys }: KeptVersion): Promise<Said> {
  const signed = await signStatement("charter", payload, {
    ...side.us,
    privateKey: side.privateKey,
    at: ports.clock(),
  });
  return ports.work.run(async (rooms): Promise<Said> => {
    const handling = await beginHandling(ports, rooms, new Set());
    const known = await rooms.alliances.known(version.alliance);
    const before = await rooms.alliances.get(version.alliance);
    if (before !== undefined && known.versions.some(({ hash }) => hash === version.hash)) {
      const may = maySign(known, before.standing, version.hash, { us: side.us, now: handling.now });
      if (!may.ok) return err({ type: "cannot sign", why: may.error.type });
    }
    const kept = await keepStatements(handling, version.alliance, {
      us: side.us,
      statements: {
        versions: [{ version, payload, keys }],
        signatures: [{ ...signed, version: version.hash }],
        leaves: [],
      },
    });
    if (kept === undefined) return err({ type: "not found", id: version.alliance });
    return ok(await afterSaying(handling, kept, version));
  });
}

/** Whoever signs for an alliance has let it in. */
async function afterSaying(handling: Handling, kept: Alliance, version: CharterVersion): Promise<AllianceLine> {
  const { rooms, now } = handling;
  const alliance = { ...kept, apart: false };
  if (kept.apart) await rooms.alliances.put(alliance);
  await offerStatement(handling, alliance, version.hash);
  const signers = keysThatSigned(await rooms.alliances.known(version.alliance), version);
  return allianceLine(alliance, now, { version, signers });
}

/**
 * Whether each of those whom a version names anew shows the key under which it names them: nobody is to be made a member
 * under a key of somebody else's. Whoever cannot be asked just now is signed for another time.
 */
export async function checkKeys(
  { direct }: Pick<Ports, "direct">,
  find: FindActor,
  {
    us,
    version,
    before,
  }: { readonly us: AllianceMember; readonly version: CharterVersion; readonly before: CharterVersion | undefined },
): Promise<Result<undefined, AllianceRefused>> {
  for (const member of namedAnew(version.charter, before?.charter)) {
    if (member.id === us.id || (await direct.alliances.showsKey(member)) === true) continue;
    const found = await find.fresh(member.id);
    if (!found.ok || !keysShownBy(found.value).includes(member.key))
      return err({ type: "key not shown", member: member.id });
  }
  return ok();
}
