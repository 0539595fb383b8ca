import { stateOf, trusted, type ActorId, type KeptPledge } from "@commonhall/domain";
import {
  agreementDocument,
  offerDocument,
  offerReference,
  pledgesCollection,
  undoReference,
  type JsonObject,
} from "@commonhall/wire";
import { isOneOf, type ReadingPorts } from "../audiences/readers-of-documents.ts";
import { limited, type Served } from "../documents/respond.ts";
import { tombstone } from "../documents/stored-documents.ts";
import type { FederationPorts } from "../ports.ts";
import { answerDocument } from "./tell-pledge.ts";

export interface ServePledgesPorts extends ReadingPorts {
  readonly direct: ReadingPorts["direct"] & Pick<FederationPorts["direct"], "centres" | "pledges">;
}

const PLEDGE = /^\/pledges\/[A-Za-z0-9-]+$/;
const AGREEMENT = /^\/agreements\/[A-Za-z0-9-]+$/;
const PLEDGES_FOR = /^(\/calls\/[A-Za-z0-9-]+)\/pledges$/;

export const isPledgePath = (path: string): boolean =>
  PLEDGE.test(path) || AGREEMENT.test(path) || PLEDGES_FOR.test(path);

/**
 * What two sides have agreed is for these two: the offer for its caller, the agreement for its pledger, and for each
 * pledger how their own pledges for a call stand. To everybody else, signed or not, there is nothing here.
 */
export async function pledgeServed(
  ports: ServePledgesPorts,
  { origin, pathname }: { readonly origin: string; readonly pathname: string },
  reader: ActorId | undefined,
): Promise<Served | undefined> {
  const id = origin + pathname;
  const [, call] = PLEDGES_FOR.exec(pathname) ?? [];
  if (call !== undefined) return standing(ports, id, trusted.object(origin + call), reader);
  if (AGREEMENT.test(pathname)) return agreement(ports, id, reader);
  const pledge = await ports.direct.pledges.get(trusted.activity(id));
  const isCaller = pledge?.side === "ours" && (await speaksFor(ports, reader, pledge.caller));
  return isCaller ? limited(JSON.stringify(offerDocument(pledge))) : undefined;
}

async function agreement(
  ports: ServePledgesPorts,
  id: string,
  reader: ActorId | undefined,
): Promise<Served | undefined> {
  const pledge = await ports.direct.pledges.byAgreement(trusted.object(id));
  const answer = pledge?.answer;
  if (pledge?.side !== "theirs" || answer === undefined || answer.type === "declined") return undefined;
  if (!(await speaksFor(ports, reader, pledge.pledger))) return undefined;
  const { withdrawn } = pledge;
  const isBack = withdrawn !== undefined && stateOf(pledge) === "withdrawn";
  return isBack
    ? { ...tombstone(id, withdrawn), isPrivate: true }
    : limited(JSON.stringify(agreementDocument(pledge, answer)));
}

async function standing(
  ports: ServePledgesPorts,
  id: string,
  call: KeptPledge["call"],
  reader: ActorId | undefined,
): Promise<Served | undefined> {
  const centre = await ports.direct.centres.get();
  const all = (await ports.direct.pledges.forCall(call)).filter(({ side }) => side === "theirs");
  const theirs: KeptPledge[] = [];
  for (const pledge of all) if (await speaksFor(ports, reader, pledge.pledger)) theirs.push(pledge);
  if (centre === undefined || theirs.length === 0) return undefined;
  const items = theirs.flatMap((pledge): JsonObject[] => {
    const answer = answerDocument(pledge);
    const { withdrawn } = pledge;
    return [
      withdrawn === undefined ? offerReference(pledge) : undoReference(pledge),
      ...(answer === undefined ? [] : [answer]),
    ];
  });
  return limited(JSON.stringify(pledgesCollection(id, centre.id, items)));
}

/** The actor itself, or its node. */
const speaksFor = async (
  { direct }: ServePledgesPorts,
  reader: ActorId | undefined,
  actor: ActorId,
): Promise<boolean> => reader !== undefined && isOneOf(direct, reader, [actor]);
