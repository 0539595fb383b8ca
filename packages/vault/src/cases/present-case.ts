import { dateOf } from "@commonhall/domain";
import type { Core } from "../core.ts";
import { staffAmong } from "../keys/readers.ts";
import { type Week, weekOf } from "../weeks.ts";
import { cardOf } from "./card.ts";
import { type CaseState, consentEnd, type ConsentLine } from "./case-state.ts";
import type { CaseFile } from "../files/ports.ts";
import { caseLine } from "./list-cases.ts";
import type { OpenedCase } from "./opened-case.ts";
import type { Consent, OpenCase, Told } from "./ports.ts";

/** An opened case as the desk shows it. `by` is a staff id everywhere; empty where it was the worker. */
export async function presentCase(core: Core, open: OpenedCase, seen: number): Promise<OpenCase> {
  const { row, rows, state, readers } = open;
  const card = cardOf(state, seen);
  const reads = await firstReads(core, row.id);
  const { conclusion, hold } = state;
  return {
    ...caseLine(core, row, card, rows.length),
    told: state.told.map(presentTold),
    coding: state.coding,
    notes: state.notes.map(({ id, at, by, text }) => ({ id, week: weekOf(at), by, text })),
    replies: state.replies.map(({ id, at, by, text, reply }) => {
      const firstRead = reads.get(reply);
      return { id, week: weekOf(at), by, text, ...(firstRead === undefined ? {} : { firstRead }) };
    }),
    canReply: (state.report?.receipt ?? null) !== null,
    tasks: state.tasks.map(({ at: _at, ...task }) => task),
    consents: state.consents.map(presentConsent),
    ...(conclusion === undefined ? {} : { conclusion }),
    ...(hold === undefined ? {} : { hold: presentHold(hold) }),
    readers: staffAmong(readers),
    broken: open.broken,
    cut: open.cut,
    putRight: open.putRight,
  };
}

function presentTold(told: CaseState["told"][number]): Told {
  const files = told.files.map(presentFile);
  const common = { id: told.id, week: weekOf(told.at), language: told.language, files };
  if (told.type === "message") return { ...common, happened: [], texts: { added: told.text } };
  const { contact } = told;
  return {
    ...common,
    happened: told.happened,
    texts: textsOf(told),
    ...(contact === undefined ? {} : { contact: contactOf(contact) }),
  };
}

type KeptFile = Omit<CaseFile, "copyOf"> & { readonly copyOf?: string | undefined };

export const presentFile = ({ id, kind, copyOf, name, type, length, sha256 }: KeptFile): CaseFile => ({
  id,
  kind,
  ...(copyOf === undefined ? {} : { copyOf }),
  name,
  type,
  length,
  sha256,
});

type Report = Extract<CaseState["told"][number], { type: "report" }>;

const textsOf = (told: Report): Told["texts"] => {
  const { story, where, when, work, employer } = told;
  return {
    ...(story === undefined ? {} : { story }),
    ...(where === undefined ? {} : { where }),
    ...(when === undefined ? {} : { when }),
    ...(work === undefined ? {} : { work }),
    ...(employer === undefined ? {} : { employer }),
  };
};

const contactOf = ({ how, details, safeTimes }: NonNullable<Report["contact"]>): NonNullable<Told["contact"]> => ({
  how,
  ...(details === undefined ? {} : { details }),
  ...(safeTimes === undefined ? {} : { safeTimes }),
});

const presentConsent = ({ at, ...line }: ConsentLine): Consent => ({
  ...line,
  month: dateOf(at).slice(0, 7),
  expires: dateOf(consentEnd(at)).slice(0, 7),
});

const presentHold = ({ reason, until, by, second }: NonNullable<CaseState["hold"]>): NonNullable<OpenCase["hold"]> => ({
  reason,
  until,
  by,
  ...(second === undefined ? {} : { second }),
});

/** The week in which the worker first read each reply; the row is all that knows of it without the code. */
async function firstReads(core: Core, id: OpenedCase["row"]["id"]): Promise<ReadonlyMap<string, Week>> {
  const rows = await core.files.data.db
    .selectFrom("reply")
    .select(["id", "first_read"])
    .where("case_id", "=", id)
    .execute();
  return new Map(rows.flatMap((row) => (row.first_read === null ? [] : [[row.id, row.first_read] as const])));
}
