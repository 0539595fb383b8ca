import { err, ok, type Result } from "../result.ts";
import type { Texts } from "../texts.ts";
import type { Timestamp } from "../time.ts";
import type { Call, CallClosing, CallEvent, CallStatus, ReceivedCall } from "./call.ts";
import { NO_QUANTITY } from "./quantity.ts";

/**
 * open → met or ended, by a person with a report back, or ended by the calendar at its expiry; from anywhere → withdrawn.
 * Nothing leaves withdrawn.
 *
 *   publish         close: met        safe
 *   ───────▶ open ─────────────▶ met ─────▶ withdrawn
 *             │ │   close: ended             ▲     ▲
 *             │ ╰─────────────▶ ended ───────╯     │
 *             │  or the calendar: then a report    │
 *             │  can still be given                │
 *             ╰────────────────────────────────────╯
 */
export type CallStateRefused =
  | { readonly type: "call not open"; readonly status: CallStatus }
  | { readonly type: "withdrawn already" }
  | { readonly type: "no report" };

type Step = Result<Call, CallStateRefused>;

/** Also for one that the calendar has ended: the report can still be given. */
export function closeCall(call: Call, outcome: "met" | "ended", closing: CallClosing, by: string, at: Timestamp): Step {
  if (call.status !== "open" && !waitsForReport(call)) return err({ type: "call not open", status: call.status });
  if (Object.values(closing.text).every((text) => text.trim() === "")) return err({ type: "no report" });
  return ok(callStep(call, { at, by, what: outcome }, { status: outcome, closing }));
}

/** The day and hour that it named has come. */
export function endByCalendar(call: Call, at: Timestamp): Step {
  if (call.status !== "open") return err({ type: "call not open", status: call.status });
  return ok(callStep(call, { at, by: "calendar", what: "ended by the calendar" }, { status: "ended" }));
}

/**
 * Safe, stop sharing (row S3): what it said and asked for is replaced by a sentence that says nothing, here as well as
 * wherever it went. Also of a call that is over: copies of it are still about.
 */
export function withdrawCall(call: Call, neutral: Texts, by: string, at: Timestamp): Step {
  if (call.status === "withdrawn") return err({ type: "withdrawn already" });
  const { closing: _, ...rest } = call;
  const needs = call.needs.map((need) => ({ ...need, name: neutral, closed: need.closed ?? at }));
  return ok(callStep(rest, { at, by, what: "withdrawn" }, { status: "withdrawn", text: neutral, needs }));
}

export const callIsOpen = (call: Pick<Call, "status" | "expires">, now: Timestamp): boolean =>
  call.status === "open" && now < call.expires;

/** Ended by the calendar, and nobody has said what came of it. */
export const waitsForReport = ({ status, closing }: Pick<Call, "status" | "closing">): boolean =>
  status === "ended" && closing === undefined;

/**
 * What a call is by our own calendar: whoever sent it may be offline, and after its end it is not shown as open
 * (row S2).
 */
export const statusAt = (call: Pick<ReceivedCall, "status" | "expires">, now: Timestamp): CallStatus =>
  call.status === "open" && now >= call.expires ? "ended" : call.status;

/** Nothing is missing any more. */
export const isMet = ({ needs }: Pick<Call, "needs">): boolean =>
  needs.every(({ available, closed }) => available === NO_QUANTITY || closed !== undefined);

export function callStep(call: Call, event: CallEvent, change: Partial<Call>): Call {
  return { ...call, ...change, updated: event.at, log: [...call.log, event] };
}
