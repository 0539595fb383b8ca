import { MINUTE, SECOND, type Centre, type WorkersDoor } from "@commonhall/domain";
import { LARGEST_FILE, MOST_FILES, readReceiptCode } from "@commonhall/vault";
import { html, inLanguage, type Html } from "../layout/html.ts";
import { isOwnForm } from "../layout/own-form.ts";
import type { FormError } from "../layout/parts.ts";
import { readerFor } from "../layout/respond.ts";
import { tokenBucket, type TokenBucket } from "../layout/token-bucket.ts";
import type { WebPorts } from "../ports.ts";
import { textFor } from "../words/reader.ts";
import { intakeOf, isEmpty } from "./answers.ts";
import { codeScreen, doneScreen } from "./code.screen.ts";
import type { IntakePorts } from "./ports.ts";
import { readIntakeForm, type FileRoom, type FormProblem, type IntakeForm } from "./read-intake-form.ts";
import { respond, type AskedFrom, type WorkersPage } from "./respond.ts";
import { screen, type Place } from "./screens.ts";
import { screenOf, walk, type Walked } from "./walk.ts";
import { firstOf, intakeLanguage, sayIn, type IntakeLanguage, type Say } from "./words/say.ts";

/** Somebody at the workers' door. */
export interface Visitor {
  readonly ports: Pick<WebPorts, "site" | "clock" | "log">;
  readonly intake: IntakePorts;
  readonly request: Request;
  readonly centre: Centre;
  readonly door: WorkersDoor;
  readonly room: FileRoom;
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

/** 60 an hour, 20 at once (anonymity.md 2.5). It knows nothing of who sends, and nobody is refused. */
export const submissions = (ports: Pick<WebPorts, "clock">): TokenBucket =>
  tokenBucket(ports.clock, { size: 20, refill: MINUTE });
/** Nobody reads the first page and sends within this time; a program does. */
const TOO_QUICK = 10 * SECOND;

export function openIntake(visitor: Visitor): Promise<Response> {
  const { language } = visitor;
  return show(visitor, { step: "language", language, answers: {}, errors: [], fromCheck: false });
}

export async function takeIntake(visitor: Visitor, bucket: TokenBucket): Promise<Response> {
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
  if (walked.wants === "show") return await show(visitor, walked, values.get("t"));
  return await send(visitor, walked, form, bucket);
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
      return { message: say("error.large") };
  }
}

async function send(visitor: Visitor, walked: Walked, form: IntakeForm, bucket: TokenBucket): Promise<Response> {
  const { intake, door } = visitor;
  const { language, answers } = walked;
  const say = sayIn(language);
  const token = form.values.get("t");
  const again = (
    key: "error.closed" | "error.failed" | "error.sent" | "error.empty",
    next?: string,
  ): Promise<Response> => {
    const files = form.files.length > 0 ? [{ message: say("error.files.again") }] : [];
    return show(visitor, { ...walked, errors: [{ message: say(key) }, ...files] }, next);
  };
  if (isEmpty(answers, form.files.length)) return again("error.empty", token);
  try {
    if (!(await intake.intakes.isOpen())) return await again("error.closed", token);
    const used = intake.tokens.use(token);
    if (used === undefined) return await again("error.sent");
    const slow = !bucket.take();
    const quarantined = slow || used.age < TOO_QUICK;
    const wants = walked.wants === "send" ? "wanted" : "none";
    const told = intakeOf(answers, language, form.files);
    const { code } = await intake.intakes.submit(told, { code: wants, channel: "web", quarantined });
    if (code === undefined) return page(visitor, { language, body: doneScreen(language, false, slow) });
    return showCode(visitor, { language, code, slow, large: false, action: `/${door.path}` });
  } catch (error) {
    couldNot(visitor, "a report could not be kept", error);
    return again("error.failed");
  }
}

/** The kind of error and nothing else: its message could hold what was typed. */
export const couldNot = ({ ports }: Visitor, what: string, error: unknown): void =>
  ports.log.error(what, { error: error instanceof Error ? error.name : "unknown" });

function showCode(visitor: Visitor, shown: Omit<Parameters<typeof codeScreen>[0], "address">): Response {
  const address = `${new URL(visitor.ports.site.origin).host}/${visitor.door.path}/code`;
  return page(visitor, { language: shown.language, body: codeScreen({ ...shown, address }), printsCode: true });
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

async function show(visitor: Visitor, walked: Omit<Walked, "wants">, token = ""): Promise<Response> {
  const { intake, door, centre } = visitor;
  const { language } = walked;
  const place: Place = {
    action: `/${door.path}`,
    hidden: { t: token === "" ? intake.tokens.issue() : token },
    centre: centreName(centre, language),
    codePath: `/${door.path}/code`,
    takesFiles: true,
  };
  const body = screen(await screenOf(walked, place, intake.drafts));
  return page(visitor, { language, body, status: walked.errors.length > 0 ? 422 : 200 });
}

export function centreName(centre: Centre, language: IntakeLanguage): Html {
  const name = textFor({ wanted: [language, ...centre.languages] }, centre.name);
  return html`<bdi ${inLanguage(name.language)}>${name.text}</bdi>`;
}
