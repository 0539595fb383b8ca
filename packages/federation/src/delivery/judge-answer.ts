import {
  DAY,
  giveUpAt,
  waitAfter,
  type DeliveryError,
  type DeliveryOutcome,
  type Duration,
  type LeasedDelivery,
  type Timestamp,
} from "@commonhall/domain";
import { isAddressUrl } from "../http/public-address.ts";
import type { Sent } from "./send-delivery.ts";

export interface Judgement {
  readonly outcome: DeliveryOutcome;
  /** What it says of the host: it works, it does not, or nothing (no request was made). */
  readonly host: "works" | "fails" | "unknown";
}

/** A server that has refused for so long has meant it. Deletes are tried to the end: they may protect somebody. */
const PATIENCE_WITH_REFUSALS: Duration = 2 * DAY;

/** What becomes of a delivery, from what the inbox said to it. `random` in [0, 1) spreads the retries. */
export function judgeAnswer(delivery: LeasedDelivery, sent: Sent, now: Timestamp, random: number): Judgement {
  const { id, attempts, created, activityType } = delivery;
  const deadline = giveUpAt(created, activityType);
  const done = (): DeliveryOutcome => ({ id, type: "done" });
  const failed = (error: DeliveryError): DeliveryOutcome => ({ id, type: "failed", error });
  const retry = (error: DeliveryError, until = deadline, pause: Duration = 0): DeliveryOutcome =>
    now >= until
      ? failed(error)
      : { id, type: "retry", at: now + Math.max(pause, waitAfter(attempts + 1, random)), error };

  if (!sent.ok) return judgeError(delivery, sent.error, { failed, retry });

  const { status, retryAfter } = sent.value;
  const error: DeliveryError = { type: "status", status };
  if (status >= 200 && status < 300) return { host: "works", outcome: done() };
  switch (kindOf(status)) {
    case "gone":
      return { host: "works", outcome: { id, type: "gone", error } };
    case "never":
      return { host: "works", outcome: failed(error) };
    case "refused": {
      const patience = activityType === "Delete" ? deadline : Math.min(deadline, created + PATIENCE_WITH_REFUSALS);
      return { host: "works", outcome: retry(error, patience) };
    }
    case "not now":
      return { host: "fails", outcome: retry(error, deadline, retryAfter) };
    case "not there":
      return { host: "works", outcome: retry(error) };
  }
}

interface Ways {
  readonly failed: (error: DeliveryError) => DeliveryOutcome;
  readonly retry: (error: DeliveryError) => DeliveryOutcome;
}

function judgeError(
  delivery: LeasedDelivery,
  error: (Sent & { ok: false })["error"],
  { failed, retry }: Ways,
): Judgement {
  switch (error.type) {
    case "no key":
      return { host: "unknown", outcome: failed(error) };
    // The queue gives out nothing for a refused domain; this one was refused in between, and waits until that is undone.
    case "refused domain":
      return { host: "unknown", outcome: { id: delivery.id, type: "held" } };
    case "timeout":
    case "unreachable":
    // They may renew it within the week.
    case "certificate":
      return { host: "fails", outcome: retry(error) };
    // A name that leads inward today may be a mistake of its name server; an address in the URL itself never changes.
    case "private address":
      return { host: "fails", outcome: isAddressUrl(delivery.inbox) ? failed(error) : retry(error) };
    case "redirect refused":
      return { host: "works", outcome: retry(error) };
    case "not https":
    case "not an address":
      return { host: "unknown", outcome: failed({ type: "unreachable", detail: error.type }) };
    // Of an answer to a POST nothing but the status is looked at, so these say that something went wrong on the way.
    case "status":
    case "too large":
    case "content type":
      return { host: "fails", outcome: retry({ type: "unreachable", detail: error.type }) };
  }
}

/**
 * gone: 410, and nothing else (a 404 comes from every proxy whose server is away). never: what is wrong with this
 * document now is wrong with it tomorrow. refused: a block, a signature whose key they could not fetch, a rule of
 * theirs; some of it passes. not now: the server, or what stands in front of it, cannot work.
 */
function kindOf(status: number): "gone" | "never" | "refused" | "not there" | "not now" {
  if (status === 410) return "gone";
  if (status === 404) return "not there";
  if ([405, 406, 411, 413, 414, 415, 422, 451, 501, 505].includes(status)) return "never";
  if (status === 408 || status === 425 || status === 429 || status >= 500) return "not now";
  return "refused";
}
