import { NO_QUANTITY, quantityLess, type Need, type ReceivedNeed, type Timestamp } from "@commonhall/domain";
import { quantityInWords } from "@commonhall/wire";
import { html, type Html } from "../layout/html.ts";
import { textOf } from "../layout/parts.ts";
import { moment } from "../words/dates.ts";
import type { Reader } from "../words/reader.ts";

/** One need as it is shown: ours, or somebody else's. */
export interface ShownNeed extends Pick<Need, "name" | "type" | "quantity" | "unit" | "available"> {
  readonly id: string;
  /** Nothing more is wanted. */
  readonly isOver: boolean;
  readonly by?: Timestamp | undefined;
}

export const shownOwn = (need: Need, isOpen: boolean, now: Timestamp): ShownNeed => ({
  ...need,
  isOver: !isOpen || need.closed !== undefined || (need.by !== undefined && now >= need.by),
});

export const shownReceived = (need: ReceivedNeed, isOpen: boolean, now: Timestamp): ShownNeed => ({
  ...need,
  isOver: !isOpen || now >= need.until,
});

export interface NeedBarsInput {
  readonly needs: readonly ShownNeed[];
  /** What stands below each need: what was promised for it, or how to promise something. */
  readonly below?: (need: ShownNeed) => Html | false;
}

/** What is needed, with bars that fill. What a bar shows stands beside it in words. */
export const needBars = (reader: Reader, { needs, below }: NeedBarsInput): Html =>
  html`<ul class="needs">${needs.map(
    (need) => html`<li id="${anchorOf(need.id)}"${need.isOver && html` class="over"`}>
<p class="need"><b>${textOf(reader, need.name)}</b> <span class="role">${reader.words(`need.type.${need.type}`)}</span></p>
${bar(need)}
<p class="left">${leftInWords(reader, need)}</p>
${below?.(need)}</li>`,
  )}</ul>`;

/** `need-2` of `…/needs/2`, so that a need's own address leads to its place on the page. */
export const anchorOf = (id: string): string => `need-${(id.split("/").at(-1) ?? "").replaceAll(/[^A-Za-z0-9-]/g, "")}`;

/** Drawn here, without style and script; said to nobody who listens, because the words beside it say it. */
function bar({ quantity, available }: ShownNeed): Html {
  const percent = Math.round((quantityLess(quantity, available) / quantity) * 100);
  return html`<svg class="bar" width="100%" height="18" aria-hidden="true"><rect class="all" width="100%" height="100%"></rect><rect class="filled" width="${percent}%" height="100%"></rect></svg>`;
}

function leftInWords(reader: Reader, { quantity, available, unit, isOver, by }: ShownNeed): Html {
  const { words, rich, language } = reader;
  const all = quantityInWords(quantity, unit, language);
  const missing = quantityInWords(available, unit, language);
  const state =
    available === NO_QUANTITY
      ? rich("need.all-promised", { quantity: all })
      : rich("need.still", { missing, quantity: all });
  const until = by === undefined || isOver ? false : html` · ${rich("need.by", { date: moment(by, language) })}`;
  return html`${state}${until}${isOver && html` · ${words("need.closed")}`}`;
}
