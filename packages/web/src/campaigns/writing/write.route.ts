import type { WorkInProgress } from "@commonhall/domain";
import {
  go,
  NOT_FOUND,
  opens,
  refused,
  sends,
  type DeskRoute,
  type Draw,
  type Elsewhere,
  type Run,
  type Sheet,
  type Visit,
} from "../../desk/route.ts";
import { deskPath } from "../desk-path.ts";
import { fieldId } from "../../layout/parts.ts";
import { NO_FORM, type FormValues } from "../../layout/read-form.ts";
import { answerHarm, isHarmCleared } from "./harm-check.ts";
import { withLanguageAdded } from "./languages-part.ts";
import { previewPage, throwAwayPage } from "./preview.page.ts";
import { keptFields, keptForm, rowCount, withoutRow, withRow } from "./work.ts";
import { writeCall } from "../../calls/writing/write-call.ts";
import { writeAction } from "./write-action.ts";
import { writeCampaign } from "./write-campaign.ts";
import { writePage } from "./write.page.ts";
import { writePost } from "./write-post.ts";
import { changed, roomOf, type Writing } from "./writing.ts";

const WRITINGS: readonly Writing[] = [writeCampaign, writePost, writeAction, writeCall];

/**
 * Writing: a form whose every sending is kept first, whatever comes of it, then looked at as others will see it, then
 * published. Until then it is work in progress, which anybody who publishes here can go on with.
 */
export function writeRoutes(): readonly DeskRoute[] {
  const publish = onceEach();
  return [
    opens("/write/:kind", "publish", begin),
    opens("/write/:kind/:work", "publish", formPage),
    sends("/write/:kind/:work", "publish", formPage, write),
    opens("/write/:kind/:work/preview", "publish", look),
    sends("/write/:kind/:work/publish", "publish", keptPage, publish),
    sends("/write/:kind/:work/harm", "publish", look, answerHarm),
    opens("/write/:kind/:work/throw-away", "publish", throwAwayPage),
    sends("/write/:kind/:work/throw-away", "publish", throwAwayPage, async ({ ports, param }) => {
      const work = await ports.workInProgress.get(param("work"));
      await ports.workInProgress.delete(param("work"));
      return go(roomOf(work?.kind ?? "campaign").path, "thrown-away");
    }),
  ];
}

const writingOf = (kind: string): Writing | undefined => WRITINGS.find((writing) => writing.kind === kind);

/** Each thing that is begun has an address of its own, so that it can be gone back to. */
const begin: Draw = async ({ ports, param, query }) => {
  if (writingOf(param("kind")) === undefined) return NOT_FOUND;
  const asked = ["of", "campaign", "template"].flatMap((name): [string, string][] =>
    query(name) === "" ? [] : [[name, query(name)]],
  );
  return go(
    `/desk/write/${param("kind")}/${ports.newId()}${asked.length === 0 ? "" : `?${new URLSearchParams(asked).toString()}`}`,
  );
};

const isOfAnotherKind = (work: WorkInProgress | undefined, { kind }: Writing): boolean =>
  work !== undefined && work.kind !== kind;

const pathOf = ({ param }: Visit): string => `/desk/write/${param("kind")}/${param("work")}`;

/** The form: with what was just typed, else with what was kept, else as it begins. */
async function formPage(visit: Visit): Promise<Sheet | Elsewhere> {
  const writing = writingOf(visit.param("kind"));
  const work = await visit.ports.workInProgress.get(visit.param("work"));
  if (writing === undefined || isOfAnotherKind(work, writing)) return NOT_FOUND;
  if (visit.form.entries.length > 0) return writePage(visit, writing, visit.form, undefined);
  if (work !== undefined) return writePage(visit, writing, keptForm(work.fields), work);
  const start = await writing.start(visit);
  return start === undefined ? NOT_FOUND : writePage(visit, writing, keptForm(start), undefined);
}

/** The form with what was kept: a button that publishes carries no text. */
const keptPage: Draw = (visit) => formPage({ ...visit, form: NO_FORM });

const write: Run = async (visit) => {
  const { form, param, reader, centre, ports } = visit;
  const writing = writingOf(param("kind"));
  if (writing === undefined || isOfAnotherKind(await ports.workInProgress.get(param("work")), writing))
    return NOT_FOUND;
  const doing = form.get("do");
  const edited = edit(visit, writing, doing);
  await save(visit, writing, edited?.form ?? form);
  if (edited !== undefined) return go(`${pathOf(visit)}#${edited.at}`);
  if (doing === "add-language" && withLanguageAdded(form, centre) === undefined) {
    return refused({ field: "add-language-tag", message: reader.words("desk.write.add-language.wrong") });
  }
  if (doing !== "preview") return go(pathOf(visit), "saved");
  const read = await writing.read(visit, form);
  return read.ok ? go(`${pathOf(visit)}/preview`) : refused(...read.error);
};

/** What the buttons within the form do: one row more or fewer, one language more. `at` is where to go on. */
function edit(
  { form, centre }: Visit,
  { parts }: Writing,
  doing: string,
): { readonly form: FormValues; readonly at: string } | undefined {
  if (doing === "add-language") {
    const added = withLanguageAdded(form, centre);
    return added === undefined ? undefined : { form: added, at: fieldId("language") };
  }
  const [, what, part = "", row] = /^(add|remove)-([a-z]+)(?:-(\d+))?$/.exec(doing) ?? [];
  if (what === undefined || !parts.includes(part)) return undefined;
  if (what === "add") {
    const added = withRow(form, part);
    return { form: added, at: fieldId(`${part}.${rowCount(added, part) - 1}`) };
  }
  return { form: withoutRow(form, part, Number(row)), at: fieldId(part) };
}

async function save({ ports, param, session }: Visit, { kind }: Writing, form: FormValues): Promise<void> {
  const before = await ports.workInProgress.get(param("work"));
  const by = before?.by ?? session.staff.name;
  await ports.workInProgress.save({ id: param("work"), kind, by, saved: ports.clock(), fields: keptFields(form) });
}

async function look(visit: Visit): Promise<Sheet | Elsewhere> {
  const { ports, param } = visit;
  const writing = writingOf(param("kind"));
  const work = await ports.workInProgress.get(param("work"));
  if (writing === undefined || work === undefined || isOfAnotherKind(work, writing)) return NOT_FOUND;
  const form = keptForm(work.fields);
  const read = await writing.read(visit, form);
  if (!read.ok) return writePage({ ...visit, errors: read.error }, writing, form, work);
  return previewPage(visit, { writing, work, ready: read.value, changes: changed(form) !== "" });
}

type Outcome = Awaited<ReturnType<Run>>;

/**
 * Two presses of the button are one: whoever comes while it is being published waits for the same answer. What was
 * published cannot be called back.
 */
function onceEach(): Run {
  const under = new Map<string, Promise<Outcome>>();
  return async (visit) => {
    const id = visit.param("work");
    const running = under.get(id);
    if (running !== undefined) return running;
    const started = publishKept(visit).finally(() => under.delete(id));
    under.set(id, started);
    return started;
  };
}

async function publishKept(visit: Visit): Promise<Outcome> {
  const { ports, param, form, reader } = visit;
  const writing = writingOf(param("kind"));
  const work = await ports.workInProgress.get(param("work"));
  if (writing === undefined || isOfAnotherKind(work, writing)) return NOT_FOUND;
  if (work === undefined) return go(roomOf(writing.kind).path);
  if (form.get("saved") !== String(work.saved)) return refused({ message: reader.words("desk.preview.changed-since") });
  const typed = keptForm(work.fields);
  const read = await writing.read(visit, typed);
  if (!read.ok) return refused(...read.error);
  if (read.value.namesAnEmployer === true && !(await isHarmCleared(visit, work))) {
    return refused({ message: reader.words("desk.harm.refused.unanswered") });
  }
  const published = await read.value.publish();
  if (!published.ok) return refused(...published.error);
  await ports.workInProgress.delete(work.id);
  return go(deskPath(published.value.id), changed(typed) === "" ? `published-${writing.kind}` : "changed");
}
