import { err, ok, type Result } from "../result.ts";
import { addMonths, DAY, dateOf, startOfDay, type PlainDate, type Timestamp } from "../time.ts";
import type { Campaign, CampaignEvent, CampaignStatus, Closing } from "./campaign.ts";
import { RUNS_FOR_MONTHS } from "./check-campaign.ts";

/**
 * running ⇄ suspended, either → closed, and nothing leaves closed (row C7). Every step is dated and names who took it.
 *
 *              renew
 *            ┌──────┐
 *   publish  ▼      │ suspend
 *   ───────▶ running ────────▶ suspended
 *              │  ◀──────────     │
 *              │     resume       │
 *              └──────▶ closed ◀──┘   with an outcome (row C8); by the calendar with the outcome "unknown"
 */
export type StateRefused =
  | { readonly type: "closed already" }
  | { readonly type: "not running"; readonly status: CampaignStatus }
  | { readonly type: "not suspended"; readonly status: CampaignStatus }
  | { readonly type: "nothing said of what changed" };

type Step = Result<Campaign, StateRefused>;

export function suspend(campaign: Campaign, by: string, at: Timestamp): Step {
  if (campaign.status !== "running") return err({ type: "not running", status: campaign.status });
  return ok(step(campaign, { at, by, what: "suspended" }, { status: "suspended" }));
}

export function resume(campaign: Campaign, by: string, at: Timestamp): Step {
  if (campaign.status !== "suspended") return err({ type: "not suspended", status: campaign.status });
  return ok(step(campaign, { at, by, what: "resumed" }, { status: "running" }));
}

/** Three more months from its last day, or from today where that day has gone by. */
export function renew(campaign: Campaign, by: string, at: Timestamp): Step {
  if (campaign.status === "closed") return err({ type: "closed already" });
  const today = dateOf(at);
  const from: PlainDate = campaign.ends > today ? campaign.ends : today;
  return ok(step(campaign, { at, by, what: "renewed" }, { ends: addMonths(from, RUNS_FOR_MONTHS) }));
}

/** Also for one that the calendar has closed: its three answers can still be given. */
export function close(campaign: Campaign, closing: Closing, by: string, at: Timestamp): Step {
  if (campaign.status === "closed" && !waitsForOutcome(campaign)) return err({ type: "closed already" });
  if (closing.changed.trim() === "") return err({ type: "nothing said of what changed" });
  return ok(step(campaign, { at, by, what: "closed" }, { status: "closed", closing }));
}

/** The day after its last one has begun, in every time zone of the world. */
export const isOver = (campaign: Pick<Campaign, "ends" | "status">, now: Timestamp): boolean =>
  campaign.status !== "closed" && now >= startOfDay(campaign.ends) + DAY + DAY / 2;

/** Closed by the calendar, and nobody has said what came of it. */
export const waitsForOutcome = ({ status, closing }: Pick<Campaign, "status" | "closing">): boolean =>
  status === "closed" && closing?.changed === "";

/** Nobody renewed it. The desk asks for the outcome afterwards; until then it is unknown. */
export function closeByCalendar(campaign: Campaign, at: Timestamp): Step {
  if (campaign.status === "closed") return err({ type: "closed already" });
  const closing: Closing = { outcome: "unknown", changed: "", workersTold: false };
  return ok(step(campaign, { at, by: "calendar", what: "closed by the calendar" }, { status: "closed", closing }));
}

function step(campaign: Campaign, event: CampaignEvent, change: Partial<Campaign>): Campaign {
  return { ...campaign, ...change, updated: event.at, log: [...campaign.log, event] };
}
