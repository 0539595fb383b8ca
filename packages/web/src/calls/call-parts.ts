import { statusAt, type Call, type CallStatus, type ReceivedCall, type Timestamp } from "@commonhall/domain";
import { html, type Html, type Piece } from "../layout/html.ts";
import { moment } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";

/** What ours and those of others have in common. */
type AnyCall = Pick<ReceivedCall | Call, "urgency" | "severity" | "certainty" | "exercise" | "status" | "expires">;

/** Drill, status, urgency, gravity, until when: the line above a call. */
export function callMeta(call: AnyCall, reader: Reader, now: Timestamp): readonly Piece[] {
  const { words } = reader;
  const status = statusAt(call, now);
  const isOpen = status === "open";
  return [
    call.exercise && html`<b class="stamp">${words("call.drill")}</b>`,
    isOpen ? html`<b>${words(`call.urgency.${call.urgency}`)}</b>` : statusStamp(status, reader),
    isOpen && call.severity !== "unknown" && words(`call.severity.${call.severity}`),
    isOpen && words(`call.certainty.${call.certainty}`),
    status !== "withdrawn" && untilLine(call, reader, isOpen),
  ];
}

const statusStamp = (status: CallStatus, { words }: Reader): Html =>
  html`<b class="stamp">${words(`call.status.${status}`)}</b>`;

const untilLine = ({ expires }: AnyCall, { rich, language }: Reader, isOpen: boolean): Html =>
  rich(isOpen ? "call.until" : "call.was-until", { date: moment(expires, language) });
