import { SECOND, type Centre, type WorkersDoor, kindOf, type LogEvent } from "@commonhall/domain";
import { LARGEST_FILE, MOST_FILES, readReceiptCode, type UsedToken } from "@commonhall/vault";
import { html, inLanguage, type Html } from "../layout/html.ts";
import { isOwnForm } from "../layout/own-form.ts";
import type { FormError } from "../layout/parts.ts";
import { readerFor } from "../layout/respond.ts";
import type { WebPorts } from "../ports.ts";
import { textFor } from "../words/reader.ts";
import { intakeOf, isEmpty } from "./answers.ts";
import { ANSWER } from "./check.screen.ts";
import { codeScreen, doneScreen } from "./code.screen.ts";
import type { Asker, IntakePorts } from "./ports.ts";
import { isRight, questionFrom } from "./question.ts";
import { readIntakeForm, type FileRoom, type FormProblem, type IntakeForm } from "./read-intake-form.ts";
import { respond, type AskedFrom, type WorkersPage } from "./respond.ts";
import { screen, type Place } from "./screens.ts";
import type { Arrival, Submissions } from "./submissions.ts";
import { screenOf, walk, type Walked } from "./walk.ts";
import { firstOf, intakeLanguage, sayIn, type IntakeLanguage, type Say } from "./words/say.ts";

/** Somebody at the workers' door. */
export interface Visitor {
  readonly ports: Pick<WebPorts, "site" | "clock" | "log">;
  readonly intake: IntakePorts;
  readonly request: Request;
  readonly asker: Asker | undefined;
  readonly centre: Centre;
  readonly door: WorkersDoor;
  readonly room: FileRoom;
  readonly arriving: Submissions;
  /** As far as nobody has chosen one. */
  readonly language: IntakeLanguage;
}

export const languageOf = (request: Request, centre: Centre): IntakeLanguage =>
  firstOf(readerFor(request, centre).wanted);

export function page({ ports, intake, request, door }: Visitor, shown: Omit<WorkersPage, "title">): Response {
  const from: AskedFrom = {
    site: ports.site,
    host: request.headers.get("host") ?? "",
    path: new URL(request.url).pathname,
    onionOrigin: intake.onionOrigin,
  };
  return respond(from, { ...shown, title: door.title });
}

/** Nobody reads the first page and sends within this time; a program does. */
const TOO_QUICK = 10 * SECOND;

export function openIntake(visitor: Visitor): Promise<Response> {
  const { language } = visitor;
  return show(visitor, { step: "language", language, answers: {}, errors: [], fromCheck: false });
}

export async function takeIntake(visitor: Visitor): Promise<Response> {
  const { intake, request } = visitor;
  using form = await readIntakeForm(request, visitor.room);
  const { values } = form;
  const language = intakeLanguage(values.get("l")) ?? visitor.language;
  if (values.get("step") === "code") return await afterCode(visitor, form, language);
  const stay = [
    ...(isOwnForm(request.headers) ? [] : [{ message: sayIn(language)("error.other-site") }]),
    ...form.problems.map((problem) => said(problem, sayIn(language))),
    ...(form.problems.length > 0 ? [{ message: sayIn(language)("error.files.again") }] : []),
  ];
  const walked = await walk(values, intake.drafts, visitor.language, stay);
  if (walked.wants === "show") return await show(visitor, walked, values.get("t"), values.get(ANSWER));
  return await send(visitor, walked, form);
}

/** What was wrong with a form, and at which box. */
export function said(problem: FormProblem, say: Say): FormError {
  switch (problem.type) {
    case "file too large":
      return { field: "files", message: say("error.file.large", { name: problem.name, size: LARGEST_FILE / 1048576 }) };
    case "too many files":
      return { field: "files", message: say("error.files.many", { count: MOST_FILES }) };
    case "no room":
      return { field: "files", message: say("error.busy") };
    case "too large":
    case "broken":
      return { message: say("error.large"), lost: true };
  }
}

async function send(visitor: Visitor, walked: Walked, form: IntakeForm): Promise<Response> {
  const { intake, arriving } = visitor;
  const token = form.values.get("t");
  const again = (error: FormError, next?: string, status?: number): Promise<Response> => {
    const files = form.files.length > 0 ? [{ message: say("error.files.again") }] : [];
    const answer = next === token ? form.values.get(ANSWER) : "";
    return show(visitor, { ...walked, errors: [error, ...files] }, next, answer, status);
  };
  const say = sayIn(walked.language);
  if (isEmpty(walked.answers, form.files.length)) return again({ message: say("error.empty") }, token);
  let used: UsedToken | undefined;
  try {
    if (!(await intake.intakes.isOpen())) return await again({ message: say("error.closed") }, token);
    used = intake.tokens.use(token);
    if (used === undefined) return await again({ message: say("error.sent") });
    const arrival = arrivalOf(visitor, used, form, say);
    const placed = arriving.place(arrival);
    if (placed !== "ask") {
      const kept = await keep(visitor, walked, form, placed === "later", arrival.tooQuick);
      return kept === "busy" ? await again({ message: say("error.busy") }, intake.tokens.issue(used), 429) : kept;
    }
    if (arrival.answer === undefined) return await again({ message: say("question.asked") }, intake.tokens.issue(used));
    const next = intake.tokens.issue({ ...used, misses: used.misses + 1 });
    return await again({ field: ANSWER, message: say("question.wrong") }, next);
  } catch (error) {
    couldNot(visitor, "a report could not be kept", error);
    return again({ message: say("error.failed") }, intake.tokens.issue(used), 503);
  }
}

function arrivalOf({ intake, asker }: Visitor, used: UsedToken, { values }: IntakeForm, say: Say): Arrival {
  const typed = values.fields[ANSWER];
  const question = questionFrom(intake.tokens.lot(values.get("t")), say);
  return {
    tooQuick: used.age < TOO_QUICK,
    answer: typed === undefined ? undefined : isRight(typed, question) ? "right" : "wrong",
    misses: used.misses,
    network: () => asker?.network?.(),
  };
}

/** Whoever was too quick is not told that it waits. */
async function keep(
  visitor: Visitor,
  walked: Walked,
  form: IntakeForm,
  slow: boolean,
  tooQuick: boolean,
): Promise<Response | "busy"> {
  const { language } = walked;
  const told = intakeOf(walked.answers, language, form.files);
  const kept = await visitor.intake.intakes.submit(told, {
    code: walked.wants === "send" ? "wanted" : "none",
    channel: "web",
    quarantined: slow || tooQuick,
  });
  if (kept === "busy") return kept;
  const { code } = kept;
  if (code === undefined) return page(visitor, { language, body: doneScreen(language, false, slow) });
  return showCode(visitor, { language, code, slow, large: false, action: `/${visitor.door.path}` });
}

/** The kind of error and nothing else: its message could hold what was typed. */
export const couldNot = ({ ports }: Visitor, what: LogEvent, error: unknown): void =>
  ports.log.error(what, { error: kindOf(error) });

function showCode(visitor: Visitor, shown: Omit<Parameters<typeof codeScreen>[0], "address">): Response {
  const address = `${hostOf(visitor)}/${visitor.door.path}/code`;
  return page(visitor, { language: shown.language, body: codeScreen({ ...shown, address }), printsCode: true });
}

/**
 * Where the worker is, so that they come back the same way: the onion address over Tor. Of what a browser says about its
 * host nothing is shown but the one that is known.
 */
function hostOf({ ports, intake, request }: Visitor): string {
  const onion = intake.onionOrigin === undefined ? undefined : new URL(intake.onionOrigin).host;
  return onion !== undefined && request.headers.get("host") === onion ? onion : new URL(ports.site.origin).host;
}

/** It was shown: larger, smaller, or on to the end. */
function afterCode(visitor: Visitor, { values }: IntakeForm, language: IntakeLanguage): Response | Promise<Response> {
  const code = readReceiptCode(values.get("code"));
  if (!code.ok) return openIntake({ ...visitor, language });
  const go = values.get("go");
  if (go === "kept") return page(visitor, { language, body: doneScreen(language, true, false) });
  const action = `/${visitor.door.path}`;
  return showCode(visitor, { language, code: code.value, slow: false, large: go === "large", action });
}

async function show(
  visitor: Visitor,
  walked: Omit<Walked, "wants">,
  token = "",
  typed = "",
  status = walked.errors.length > 0 ? 422 : 200,
): Promise<Response> {
  const { intake, door, centre, arriving } = visitor;
  const { language, step } = walked;
  const t = token === "" ? intake.tokens.issue() : token;
  const asks = step === "check" && arriving.underAttack();
  const place: Place = {
    action: `/${door.path}`,
    hidden: { t },
    centre: centreName(centre, language),
    codePath: `/${door.path}/code`,
    takesFiles: true,
    ...(asks ? { asks: { question: questionFrom(intake.tokens.lot(t), sayIn(language)).text, typed } } : {}),
  };
  const body = screen(await screenOf(walked, place, intake.drafts));
  return page(visitor, { language, body, status });
}

export function centreName(centre: Centre, language: IntakeLanguage): Html {
  const name = textFor({ wanted: [language, ...centre.languages] }, centre.name);
  return html`<bdi ${inLanguage(name.language)}>${name.text}</bdi>`;
}
