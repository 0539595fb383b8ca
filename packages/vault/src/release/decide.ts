import { err, ok } from "@commonhall/domain";
import type { Core } from "../core.ts";
import type { Actor } from "../desk/actor.ts";
import { scrub } from "../erasure/scrub.ts";
import { changeItem, dropItem } from "./drop-item.ts";
import type { RoomDone } from "./ports.ts";
import { type KeptItem, readItems } from "./release-items.ts";
import { anchorLedger, dayIn, type Ledger, type Part, withDay, writeLedger } from "./release-ledger.ts";
import { addSignature, signaturesUnder } from "./release-payload.ts";
import { opensAt, publishedOf, signByOf, whyNot } from "./settle-releases.ts";

/** Signs what the engine made, as it is: the first of two signatures, or the second by another person with another key. */
export async function acceptItem(core: Core, actor: Actor, id: string): RoomDone {
  const item = await findWaiting(core, id);
  return item === undefined ? err({ type: "not found" }) : signItem(core, actor, item);
}

/** For good, and by either part, at any time until the hour of the release. */
export async function dropByHand(core: Core, actor: Actor, id: string): RoomDone {
  const item = await findWaiting(core, id);
  if (item === undefined) return err({ type: "not found" });
  if (partsOf(actor).length === 0) return err({ type: "no right" });
  const by = { roster: actor.roster.roster, signer: actor.signer };
  if (!(await dropItem(core, by, item, "dropped by hand"))) return err({ type: "not found" });
  await scrub(core);
  return ok();
}

/** Only what is neither gone nor out: what somebody dropped is signed by nobody. */
async function findWaiting(core: Core, id: string): Promise<KeptItem | undefined> {
  return (await readItems(core)).find((item) => item.id === id && item.state === "waiting");
}

const partsOf = ({ roles }: Pick<Actor, "roles">): readonly Part[] => [
  ...(roles.includes("proposer") ? (["propose"] as const) : []),
  ...(roles.includes("approver") ? (["approve"] as const) : []),
];

async function signItem(core: Core, actor: Actor, item: KeptItem): RoomDone {
  const published = publishedOf(item);
  const [opens, signBy] = [opensAt(published), signByOf(published)];
  if (core.clock() < opens || core.clock() >= signBy) return err({ type: "not the time", opens, signBy });
  const by = { roster: actor.roster.roster, signer: actor.signer };
  const why = await whyNot(core, by.roster, item);
  if (why !== undefined) {
    await dropItem(core, by, item, why);
    return err({ type: "dropped" });
  }
  const part = await partNow(actor, item);
  if (part === "signed before" || part === "no right") return err({ type: part });
  // Where the first signer has other keys now, or another part, the first signature is to be made anew.
  const before = part === "propose" ? null : item.approval;
  const approval = await addSignature(item.payload, before, actor.signer);
  let ledger: Ledger | undefined;
  const what = part === "propose" ? "proposed a release" : "approved a release";
  const done = await changeItem(core, item, { ...item, approval }, { by, what }, async (db) => {
    ledger = await writeLedger(core, db, (now) => {
      const day = dayIn(now, item.day);
      if (day === undefined || isOther(day.parts[actor.id], part)) return undefined;
      return withDay(now, { ...day, parts: { ...day.parts, [actor.id]: part } });
    });
    return ledger !== undefined;
  });
  if (!done || ledger === undefined) return err({ type: "signed before" });
  await anchorLedger(core, ledger);
  return ok();
}

const isOther = (known: Part | undefined, part: Part): boolean => known !== undefined && known !== part;

/** Which of the two signatures this person could give now. */
export async function partNow(actor: Actor, item: KeptItem): Promise<Part | "signed before" | "no right"> {
  const signed = await signaturesUnder(actor.roster.roster, item.payload, item.approval);
  const first = signed[0];
  if (signed.length > 1) return "signed before";
  const own = actor.roster.roster.members.find(({ id }) => id === actor.id);
  if (first === undefined || !first.roles.includes("proposer"))
    return partsOf(actor).includes("propose") ? "propose" : "no right";
  if (first.id === actor.id || first.sign === own?.sign) return "signed before";
  return partsOf(actor).includes("approve") ? "approve" : "no right";
}
