import { Option, type Command } from "commander";
import { CERTIFICATE_WORDS } from "@commonhall/federation";
import { isoInstant, type DeliveryError, type DeliveryState } from "@commonhall/domain";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { done, wrong, type Outcome } from "./outcome.ts";
import { LIMIT, limitFrom } from "./limit.ts";
import { table } from "./table.ts";

const STATES: readonly DeliveryState[] = ["waiting", "done", "failed", "gone"];

export function addDeliveries(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "deliveries",
    description: "what has been sent, and what waits to be",
    options: [new Option("--state <state>", "only those in this state").choices(STATES), LIMIT],
    run: deliveries,
  });
}

async function deliveries({ store }: OpenHall, { options }: Asked): Promise<Outcome> {
  const limit = limitFrom(options);
  if (typeof limit === "string") return wrong(limit);
  const state = STATES.find((known) => known === options["state"]);
  const counts = await store.deliveryViews.counts();
  const lines = await store.deliveryViews.lines(state, limit);
  const items = lines.map(({ id, activity, inbox, state, attempts, nextAt, lastError }) => ({
    id,
    activity,
    inbox,
    state,
    attempts,
    nextAt: nextAt === undefined ? null : isoInstant(nextAt),
    lastError: lastError === undefined ? null : inWords(lastError),
  }));
  const rows = lines.map(({ activityType, host, state, attempts, lastError }) => [
    activityType,
    host,
    state,
    `${attempts} attempts`,
    lastError === undefined ? "" : inWords(lastError),
  ]);
  const summary = STATES.map((state) => `${counts[state]} ${state}`).join(", ");
  return done({ counts, items }, [summary, table(rows)].filter(Boolean).join("\n"));
}

function inWords(error: DeliveryError): string {
  switch (error.type) {
    case "status":
      return `answered ${error.status}`;
    case "timeout":
      return "did not answer in time";
    case "unreachable":
      return `cannot be reached: ${error.detail}`;
    case "certificate":
      return CERTIFICATE_WORDS[error.fault];
    case "private address":
      return `leads to a private address: ${error.detail}`;
    case "redirect refused":
      return `answered ${error.status}, a redirection, which is not followed`;
    case "refused domain":
      return "this node refuses the domain";
    case "no key":
      return "the actor that says it has no key any more";
    case "withdrawn":
      return "was deleted before it was sent";
    case "brought back":
      return "stood waiting in the backup that this node came back from, and is not sent again";
    case "not approved":
      return "is not what two people who are enrolled today have approved";
  }
}
