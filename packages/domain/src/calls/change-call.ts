import type { Audience } from "../audiences/audience.ts";
import { trusted, type ActorId, type ObjectId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import type { Timestamp } from "../time.ts";
import type { Call, CallDraft } from "./call.ts";
import { callStep, type CallStateRefused } from "./call-states.ts";
import { checkCall, type CallRefused } from "./check-call.ts";
import type { Need, NeedDraft } from "./need.ts";
import { quantityLess, type Quantity } from "./quantity.ts";
import { isWithin, mayBecome } from "./within-audience.ts";

export type CallChangeRefused =
  | CallRefused
  | CallStateRefused
  | { readonly type: "audience cannot widen" }
  | { readonly type: "audience not narrower" }
  | { readonly type: "drill cannot change" }
  | { readonly type: "campaign cannot change" }
  /** Others may have promised something for it: it is closed, not taken out. */
  | { readonly type: "need taken out"; readonly need: number }
  | { readonly type: "need became another"; readonly need: number }
  | { readonly type: "less than accepted"; readonly need: number; readonly accepted: Quantity };

/** Everyone who belongs to the alliances that are asked about, as things stand now. */
export interface Members {
  /** Of the alliance that is the call's audience. */
  readonly audience?: readonly ActorId[];
  /** Of the alliance to which those whom it is about said yes. */
  readonly consent?: readonly ActorId[];
}

/** The draft's needs as those of a call: the first is number 1. */
export const needsFrom = (call: ObjectId, drafts: readonly NeedDraft[], now: Timestamp, from = 1): Need[] =>
  drafts.map(({ closed, ...draft }, index) => ({
    ...draft,
    id: trusted.object(`${call}/needs/${from + index}`),
    number: from + index,
    available: draft.quantity,
    ...(closed === true ? { closed: now } : {}),
  }));

/** What the draft says instead of what the call says. Its needs stay in their order; new ones come after them. */
export function changeCall(
  call: Call,
  draft: CallDraft,
  by: string,
  at: Timestamp,
  members: Members = {},
): Result<Call, CallChangeRefused> {
  if (call.status !== "open") return err({ type: "call not open", status: call.status });
  if (draft.exercise !== call.exercise) return err({ type: "drill cannot change" });
  if (draft.campaign !== call.campaign) return err({ type: "campaign cannot change" });
  if (!mayBecome(call.audience, draft.audience, members.audience)) return err({ type: "audience cannot widen" });
  const checked = checkCall(draft, at, members.consent);
  if (!checked.ok) return checked;
  const needs = changeNeeds(call, draft.needs, at);
  if (!needs.ok) return needs;
  const { consent: _, ...rest } = call;
  const what = isWithin(call.audience, draft.audience) ? "changed" : "narrowed";
  return ok(callStep(rest, { at, by, what }, { ...draft, needs: needs.value }));
}

/** Only to whom it is told changes. */
export function narrowCall(
  call: Call,
  audience: Audience,
  by: string,
  at: Timestamp,
  members: Members = {},
): Result<Call, CallChangeRefused> {
  if (call.status === "withdrawn") return err({ type: "withdrawn already" });
  if (audience.type === "named" && audience.actors.length === 0) return err({ type: "nobody named" });
  if (!mayBecome(call.audience, audience, members.audience)) return err({ type: "audience cannot widen" });
  if (isWithin(call.audience, audience)) return err({ type: "audience not narrower" });
  return ok(callStep(call, { at, by, what: "narrowed" }, { audience }));
}

function changeNeeds(call: Call, drafts: readonly NeedDraft[], at: Timestamp): Result<Need[], CallChangeRefused> {
  const changed: Need[] = [];
  for (const need of call.needs) {
    const draft = drafts[need.number - 1];
    if (draft === undefined) return err({ type: "need taken out", need: need.number });
    if (draft.type !== need.type || draft.unit !== need.unit)
      return err({ type: "need became another", need: need.number });
    const accepted = quantityLess(need.quantity, need.available);
    if (draft.quantity < accepted) return err({ type: "less than accepted", need: need.number, accepted });
    const { closed, ...said } = draft;
    changed.push({
      ...said,
      id: need.id,
      number: need.number,
      available: quantityLess(draft.quantity, accepted),
      ...(closed === true ? { closed: need.closed ?? at } : {}),
    });
  }
  return ok([...changed, ...needsFrom(call.id, drafts.slice(changed.length), at, changed.length + 1)]);
}
