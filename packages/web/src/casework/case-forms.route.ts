import type { Result } from "@commonhall/domain";
import { isCaseId, TASK_KINDS, type CaseId, type CaseRefused } from "@commonhall/vault";
import { go, NOT_FOUND, refused, sends, type DeskRoute, type Run } from "../desk/route.ts";
import type { Said } from "../desk/said.ts";
import { typedDate } from "../words/digits.ts";
import { caseRoutes } from "./case.page.ts";
import { insideRuns, type Inside } from "./inside.ts";
import type { SayKey } from "./words/say.ts";

const [page] = caseRoutes;

type Ran = Awaited<ReturnType<Run>>;

/** Does one thing to the case that the address names. */
export type Act = (inside: Inside, id: CaseId) => Promise<Result<undefined, CaseRefused> | Ran>;

/** A form of a case: what it does, on which sheet of the case its errors stand, and where it leads. */
export const acts = (path: string, sheet: DeskRoute | undefined, said: Said, act: Act): DeskRoute => {
  if (sheet === undefined) throw new Error(`No sheet for ${path}`);
  const run = insideRuns(async (inside) => {
    const id = inside.visit.param("case");
    if (!isCaseId(id)) return NOT_FOUND;
    const done = await act(inside, id);
    if (!("ok" in done)) return done;
    if (done.ok) return go(sheet.path.replace(":case", id).replace(/^/, "/desk"), said);
    return done.error.type === "not found" ? NOT_FOUND : refused({ message: refusal(inside, done.error) });
  });
  return sends(path, "work on cases", sheet.draw, run);
};

export const refusal = ({ say }: Pick<Inside, "say">, why: CaseRefused): string =>
  why.type === "status" ? say("refused.status", { status: say(`status.${why.status}`) }) : say(REFUSALS[why.type]);

const REFUSALS = {
  changed: "case.changed",
  "not found": "refused.not-found",
  "empty text": "refused.empty-text",
  "no reply possible": "refused.no-reply-possible",
  "last reader": "refused.last-reader",
  "no such reader": "refused.no-such-reader",
  "same person": "refused.same-person",
  "no hold": "refused.no-hold",
  held: "refused.held",
  "end of hold": "refused.end-of-hold",
} as const satisfies Record<Exclude<CaseRefused["type"], "status">, SayKey>;

/** What is written on the first sheet of a case. */
export const caseFormRoutes: readonly DeskRoute[] = [
  acts("/cases/:case/name", page, "case-saved", ({ desk, visit }, id) => desk.cases.name(id, visit.form.get("title"))),
  acts("/cases/:case/accept", page, "case-saved", ({ desk }, id) => desk.cases.accept(id)),
  acts("/cases/:case/verify", page, "case-verified", ({ desk }, id) => desk.cases.verify(id)),
  acts("/cases/:case/note", page, "case-saved", async ({ desk, visit, say }, id) => {
    const text = visit.form.get("note");
    return text === "" ? refused({ field: "note", message: say("refused.empty-text") }) : desk.cases.note(id, text);
  }),
  acts("/cases/:case/reply", page, "case-replied", async ({ desk, visit, say }, id) => {
    const text = visit.form.get("reply");
    return text === "" ? refused({ field: "reply", message: say("refused.empty-text") }) : desk.cases.reply(id, text);
  }),
  acts("/cases/:case/task", page, "case-saved", addTask),
  acts("/cases/:case/task-done", page, "case-saved", ({ desk, visit }, id) =>
    desk.cases.finishTask(id, visit.form.get("task")),
  ),
];

async function addTask({ desk, visit, say }: Inside, id: CaseId): ReturnType<Act> {
  const { form } = visit;
  const text = form.get("task-text");
  const typed = form.get("task-due");
  const due = typedDate(typed);
  const kind = TASK_KINDS.find((known) => known === form.get("task-kind")) ?? "other";
  const errors = [
    ...(text === "" ? [{ field: "task-text", message: say("refused.empty-text") }] : []),
    ...(typed !== "" && due === undefined ? [{ field: "task-due", message: say("date.wrong") }] : []),
  ];
  if (errors.length > 0) return refused(...errors);
  return desk.cases.addTask(id, { kind, text, ...(due === undefined ? {} : { due }) });
}
