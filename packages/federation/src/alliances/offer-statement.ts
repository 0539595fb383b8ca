import { trusted, type ActorId, type Alliance, type CharterHash, type SignedPart } from "@commonhall/domain";
import { replicaAddress, statementAddress, statementOffer, statementText, type ShownStatement } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";
import { namedIn } from "./keep-statements.ts";

/** With the payload and what stands around them, so many signatures stay below what a document of ours may have. */
const MOST_SHOWN = 200;

/** A statement as we show it to others, with the signatures that are known here; undefined where it is not known. */
export async function shownStatement(
  { rooms, addresses }: Pick<Handling, "addresses"> & { readonly rooms: Pick<Handling["rooms"], "alliances"> },
  { id: alliance, us, standing }: Alliance,
  hash: CharterHash,
): Promise<ShownStatement | undefined> {
  const [first = hash] = standing.chain;
  const id = statementAddress(replicaAddress(addresses.alliances(us.id), first), hash);
  const signed = await rooms.alliances.version(hash);
  if (signed !== undefined) {
    // Ours first: it is the one that nobody else can show.
    const own = signed.signatures.filter(({ key }) => key === us.key);
    const all = [...own, ...signed.signatures.filter(({ key }) => key !== us.key)].slice(0, MOST_SHOWN);
    const { charter } = signed.version;
    return { id, by: us.id, alliance, charter, type: "charter", text: statementText(signed.payload, all) };
  }
  const leave = await rooms.alliances.leave(hash);
  const left = leave === undefined ? undefined : await rooms.alliances.version(leave.at);
  if (leave === undefined || left === undefined) return undefined;
  const part: SignedPart = leave;
  const text = statementText(leave.payload, [part]);
  return { id, by: us.id, alliance, charter: left.version.charter, type: "leave", text };
}

/** Offers what we have just said to everybody whom it concerns, each at their own inbox (wire.md 6). */
export async function offerStatement(handling: Handling, alliance: Alliance, hash: CharterHash): Promise<void> {
  const { rooms, addresses, newId, now } = handling;
  const statement = await shownStatement(handling, alliance, hash);
  if (statement === undefined) return;
  const { us, standing } = alliance;
  const before = statement.charter.before;
  const former = before === undefined ? undefined : await rooms.alliances.version(before);
  const left = new Set(standing.leaves.map(({ member }) => member));
  const concerned = new Set<ActorId>([
    ...[...namedIn(alliance)].filter((id) => !left.has(id)),
    ...(former?.version.charter.members ?? []).map(({ id }) => id).filter((id) => !left.has(id)),
    ...statement.charter.members.map(({ id }) => id),
  ]);
  concerned.delete(us.id);
  const to = [...concerned].sort();
  if (to.length === 0) return;
  const id = addresses.activity(newId());
  const document = JSON.stringify(statementOffer({ id, actor: us.id, to, statement }));
  const object = trusted.object(statement.id);
  await rooms.outbox.append({ id, type: "Offer", actor: us.id, object, document, published: now, listed: false }, [
    { type: "actors", actors: to },
  ]);
}
