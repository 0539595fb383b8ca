import { err, ok, nextReleaseDate, releaseTime } from "@commonhall/domain";
import type { Core } from "../core.ts";
import type { Actor } from "../desk/actor.ts";
import { changeItem } from "./drop-item.ts";
import type { ReleaseRoom, RoomDone } from "./ports.ts";
import { type KeptItem, readItems } from "./release-items.ts";
import { addSignature, isPair, signaturesUnder, withdrawalPayload } from "./release-payload.ts";

type When = Parameters<ReleaseRoom["withdraw"]>[1];

/**
 * The end of a whole bulletin or table: a proposer asks for it and an approver agrees. Nobody in it is ever released
 * again (anonymity.md 5.5).
 */
export async function withdrawItem(core: Core, actor: Actor, id: string, at: When): RoomDone {
  const item = (await readItems(core)).find((one) => one.id === id && one.state === "out");
  if (item === undefined || item.withdrawal?.state === "out") return err({ type: "not found" });
  const { roster } = actor.roster;
  const asked = item.withdrawal;
  const signed = asked === null ? [] : await signaturesUnder(roster, asked.payload, asked.approval);
  if (isPair(signed)) return err({ type: "signed before" });
  const [first] = signed;
  const isFirst = first === undefined || !first.roles.includes("proposer");
  if (!actor.roles.includes(isFirst ? "proposer" : "approver"))
    return err({ type: first?.id === actor.id ? "signed before" : "no right" });
  const own = roster.members.find((member) => member.id === actor.id);
  if (!isFirst && (first.id === actor.id || first.sign === own?.sign)) return err({ type: "signed before" });
  const payload = withdrawalPayload(idOf(item));
  const due = isFirst || asked === null ? dueAt(core, at) : asked.due;
  const approval = await addSignature(payload, isFirst || asked === null ? null : asked.approval, actor.signer);
  const by = { roster, signer: actor.signer };
  const what = isFirst ? "asked to withdraw a bulletin" : "withdrew a bulletin";
  const after: KeptItem = { ...item, withdrawal: { payload, approval, due, state: "asked" } };
  return (await changeItem(core, item, after, { by, what })) ? ok() : err({ type: "not found" });
}

/** At once only where waiting would cost a life; else when everything else leaves, so that its time says nothing. */
const dueAt = (core: Core, at: When): number =>
  at === "at once" ? core.clock() : releaseTime(nextReleaseDate(core.clock()).date);

const idOf = ({ release }: KeptItem): string => (release.type === "bulletin" ? release.bulletin.id : release.id);
