import { ENGINE_CODES, plainDate, UNDETERMINED } from "@commonhall/domain";
import { z } from "zod";
import { codeOf, languageSchema } from "../codes.ts";
import type { Core } from "../core.ts";
import type { CaseId } from "../ids.ts";
import { boxKey, type KeyPair } from "../keys/curves.ts";
import { openVouched, sealVouched } from "../seal/vouching.ts";
import type { CaseState } from "./case-state.ts";
import { CASE, cardLabel } from "./labels.ts";
import type { OpenedCase } from "./opened-case.ts";
import { TASK_KINDS } from "./ports.ts";
import type { Report } from "./told.ts";

/** What lists and reminders show of a case, sealed beside it: a page of fifty opens fifty of these and no entry. */
export type Card = z.infer<typeof cardSchema>;

const date = z.string().transform((text, context) => {
  const day = plainDate(text);
  if (day !== undefined) return day;
  context.addIssue("no date");
  return z.NEVER;
});

const cardSchema = z.object({
  channel: z.enum(["web", "helper"]),
  language: languageSchema,
  happened: z.array(codeOf(ENGINE_CODES)),
  title: z.string().exactOptional(),
  /** How many entries some reader has seen; more of them mean that the worker added something. */
  seen: z.number(),
  /** The day on which a hold ends. */
  heldUntil: date.exactOptional(),
  tasks: z.array(z.object({ kind: z.enum(TASK_KINDS), text: z.string(), due: date })),
});

export const firstCard = ({ channel, language, happened }: Report): Card => ({
  channel,
  language,
  happened: [...happened],
  seen: 0,
  tasks: [],
});

export function cardOf(state: CaseState, seen: number): Card {
  const { report, title, hold } = state;
  const open = state.tasks.filter(({ done }) => !done);
  return {
    channel: report?.channel ?? "web",
    language: report?.language ?? UNDETERMINED,
    happened: [...(report?.happened ?? [])],
    ...(title === undefined ? {} : { title }),
    seen,
    ...(hold?.second === undefined ? {} : { heldUntil: hold.until }),
    tasks: open.flatMap(({ kind, text, due }) => (due === undefined ? [] : [{ kind, text, due }])),
  };
}

export const sealCard = (core: Core, id: CaseId, pair: KeyPair, card: Card): Promise<string> =>
  sealVouched(core, [{ id: CASE, key: boxKey(pair.public) }], cardLabel(id), card);

/** Undefined, loudly, where somebody else wrote it: a title there would be read as a colleague's. */
export async function openCard(core: Core, id: CaseId, pair: KeyPair, sealed: string): Promise<Card | undefined> {
  const opened = await openVouched(core, sealed, cardLabel(id), { id: CASE, key: pair.private });
  const parsed = cardSchema.safeParse(opened);
  if (parsed.success) return parsed.data;
  core.alarm("row changed");
  return undefined;
}

/** How many entries some reader has seen, when the case was opened. */
export const seenIn = async (core: Core, { row, pair }: OpenedCase): Promise<number> =>
  (await openCard(core, row.id, pair, row.card))?.seen ?? 0;

/** The same once there are `entries`, and nobody has looked: what no reader has seen stays unseen. */
export async function seenStill(core: Core, open: OpenedCase, entries: number): Promise<number> {
  const unseen = open.rows.length - (await seenIn(core, open));
  return Math.max(0, entries - unseen);
}
