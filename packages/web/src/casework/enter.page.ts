import { ENGINE_CODES, languageTag, ownName, REPORTED_KINDS, kindOf } from "@commonhall/domain";
import { ASKED_OF_WORKERS, CONTACT_WAYS, groupsOf, LONGEST_TEXT, type Intake } from "@commonhall/vault";
import {
  NOT_FOUND,
  opens,
  refused,
  sends,
  sendsFiles,
  type DeskRoute,
  type Draw,
  type Run,
  type Visit,
} from "../desk/route.ts";
import { codeToReadAloud, safetyAdvice } from "../intake/read-aloud.ts";
import { firstOf, INTAKE_LANGUAGES, intakeLanguage, sayIn as sayIntake } from "../intake/words/say.ts";
import { choices, field, select } from "../layout/fields.ts";
import { code, html, inLanguage, isolated, type Html } from "../layout/html.ts";
import { button, errorList, form, linkButton, notice, type FormError } from "../layout/parts.ts";
import { NO_FORM } from "../layout/read-form.ts";
import { asideSheet, openAside, sealAside } from "./put-aside.ts";
import { sayIn, type Say, type SayKey } from "./words/say.ts";

/**
 * Somebody of the centre types in what a worker says at the counter or on the telephone. It is sealed as it is sent:
 * whoever typed it cannot open it again (row R6).
 */
export const enterRoutes: readonly DeskRoute[] = [
  opens("/enter", "enter reports", (visit) => page(visit)),
  sendsFiles(
    "/enter",
    "enter reports",
    (visit) => page(visit),
    (visit) => (visit.form.get("go") === "aside" ? putAside(visit) : submit(visit)),
  ),
  sends(
    "/enter/take-up",
    "enter reports",
    // Somebody had to sign in again before they could take it up.
    async (visit) => asideSheet(visit, visit.form.get("d")),
    (visit) => takeUp(visit),
  ),
];

const TEXTS = ["story", "where", "when", "work", "employer"] as const;

const page: Draw = async (visit) => {
  const { ports, reader, session, errors } = visit;
  if (ports.casework === undefined) return NOT_FOUND;
  const say = sayIn(reader.language);
  const isOpen = await ports.casework.intakes.isOpen();
  return {
    room: "enter",
    title: say("enter.title"),
    body: html`<h1>${say("enter.title")}</h1>
${errorList(reader.words, errors)}
<p class="lead">${say("enter.lead")}</p>
${
  isOpen
    ? html`${INTAKE_LANGUAGES.map(
        (tag) =>
          html`<details ${inLanguage(tag)}><summary>${ownName(tag)}: ${sayIntake(tag)("advice.heading")}</summary>${safetyAdvice(tag)}</details>`,
      )}
${form({ action: reader.link("/desk/enter"), csrf: session.csrf, files: true, body: questions(visit, say) })}`
    : notice("bad", html`<p>${say("enter.closed")}</p>`)
}`,
  };
};

function questions({ reader, form: typed, errors }: Visit, say: Say): Html {
  const texts = TEXTS.map((name) =>
    field({
      name,
      label: say(`told.${name}`),
      value: typed.fields[name],
      errors,
      rows: name === "story" ? 8 : 2,
      autocomplete: "off",
    }),
  );
  return html`${select({
    name: "language",
    label: say("enter.language"),
    choices: INTAKE_LANGUAGES.map((tag) => ({ value: tag, label: ownName(tag) })),
    chosen: typed.fields["language"] ?? reader.language,
  })}
${choices({
  name: "happened",
  legend: say("enter.happened"),
  type: "checkbox",
  choices: ENGINE_CODES.all.map((value) => ({ value, label: ENGINE_CODES.label(value, reader.language) })),
  chosen: typed.all("happened"),
  compact: true,
})}
${texts}
<div class="field"><label for="f-files">${say("files.title")}</label>
<p class="hint" id="f-files-hint">${say("enter.files.hint")}</p>
<input id="f-files" name="files" type="file" multiple aria-describedby="f-files-hint"></div>
${choices({
  name: "contact",
  legend: say("enter.contact"),
  type: "radio",
  choices: CONTACT_WAYS.map((way) => ({ value: way, label: say(`contact.${way}`) })),
  chosen: typed.all("contact"),
})}
${field({ name: "contact-details", label: say("contact.details"), value: typed.fields["contact-details"], errors, autocomplete: "off" })}
${field({ name: "contact-times", label: say("contact.times"), value: typed.fields["contact-times"], errors, autocomplete: "off" })}
${choices({
  name: "consents",
  legend: say("enter.consents"),
  hint: say("consent.once"),
  type: "checkbox",
  choices: ASKED_OF_WORKERS.map((level) => ({
    value: level,
    label: say(`consent.${level}`),
    hint: say(`consent.${level}.means`),
  })),
  chosen: typed.all("consents"),
})}
<p class="acts">${button({ label: say("enter.button"), name: "code", value: "wanted" })}${button({ label: say("enter.button.no-code"), kind: "calm", name: "code", value: "none" })}${button({ label: say("enter.button.aside"), kind: "calm", name: "go", value: "aside" })}</p>`;
}

/** What comes back is shown once: the code is read aloud or handed over, and cannot be looked up by anybody. */
const submit: Run = async (visit) => {
  const { ports, form: typed, reader } = visit;
  if (ports.casework === undefined) return NOT_FOUND;
  const say = sayIn(reader.language);
  const errors = [...tooLong(visit, say), ...fileErrors(visit, say)];
  if (errors.length > 0) return refused(...errors);
  if (isEmpty(visit)) return refused({ field: "story", message: say("enter.empty") });
  const language = intakeLanguage(typed.get("language")) ?? firstOf([reader.language]);
  const wanted = typed.get("code") === "none" ? "none" : "wanted";
  const how = { code: wanted, channel: "helper", quarantined: false } as const;
  const { intakes } = ports.casework;
  const sent = await intakes.submit(intakeOf(visit), how).catch((error: unknown) => {
    // The kind of error and nothing else: its message could hold what was typed.
    ports.log.error("a report could not be kept", { error: kindOf(error) });
    return undefined;
  });
  if (sent === undefined || sent === "busy") return notKept(visit, say);
  return {
    room: "enter",
    title: say("enter.done"),
    body: html`<h1>${say("enter.done")}</h1>
${notice("good", html`<p>${say("enter.sealed")}</p>`)}
${sent.code !== undefined && html`<h2>${say("enter.code")}</h2><p class="paper-digits">${code(groupsOf(sent.code).join(" "))}</p><p>${say("enter.code.text")}</p><div ${inLanguage(language)}>${codeToReadAloud(sent.code, language)}</div>`}
<p>${linkButton(reader.link("/desk/enter"), say("enter.another"))}</p>`,
  };
};

/** Everything that was typed stands there again; files a browser gives once. */
async function notKept(visit: Visit, say: Say): ReturnType<Draw> {
  const files = visit.files.length > 0 ? [{ field: "files", message: say("enter.files.again") }] : [];
  const sheet = await page({ ...visit, errors: [{ message: say("enter.failed") }, ...files] });
  return "type" in sheet ? sheet : { ...sheet, status: 503 };
}

const putAside: Run = async (visit) => {
  const { casework } = visit.ports;
  if (casework === undefined) return NOT_FOUND;
  const errors = tooLong(visit, sayIn(visit.reader.language));
  return errors.length > 0 ? refused(...errors) : asideSheet(visit, await sealAside(visit, casework));
};

const takeUp: Run = async (visit) => {
  const { casework } = visit.ports;
  if (casework === undefined) return NOT_FOUND;
  const kept = await openAside(visit, casework);
  const sheet = await page({ ...visit, form: kept ?? NO_FORM });
  if (kept !== undefined || "type" in sheet) return sheet;
  const gone = notice("bad", html`<p>${sayIn(visit.reader.language)("aside.gone")}</p>`);
  return { ...sheet, body: html`${gone}${sheet.body}` };
};

const tooLong = ({ form: typed }: Visit, say: Say): readonly FormError[] =>
  [...TEXTS, "contact-details", "contact-times"]
    .filter((name) => typed.get(name).length > LONGEST_TEXT)
    .map((name) => ({ field: name, message: say("enter.too-long", { most: LONGEST_TEXT }) }));

/** A browser gives files once: whoever has to send the form again chooses them again. */
function fileErrors({ fileProblems, files }: Visit, say: Say): readonly FormError[] {
  if (fileProblems.length === 0) return [];
  const told = fileProblems.map(({ type, name = "" }) => say(FILE_PROBLEMS[type], { name: isolated(name) }));
  return [...told, ...(files.length > 0 ? [say("enter.files.again")] : [])].map((message) => ({
    field: "files",
    message,
  }));
}

const FILE_PROBLEMS = {
  "file too large": "enter.files.large",
  "too many files": "enter.files.many",
  "no room": "enter.files.room",
  "too large": "enter.files.room",
  broken: "enter.files.broken",
} as const satisfies Record<Visit["fileProblems"][number]["type"], SayKey>;

const isEmpty = ({ form: typed, files }: Visit): boolean =>
  files.length === 0 && TEXTS.every((name) => typed.get(name) === "") && typed.all("happened").length === 0;

function intakeOf({ form: typed, files, reader }: Visit): Intake {
  const texts = Object.fromEntries(TEXTS.flatMap((name) => (typed.get(name) === "" ? [] : [[name, typed.get(name)]])));
  const how = CONTACT_WAYS.find((way) => way === typed.get("contact"));
  const details = typed.get("contact-details");
  const safeTimes = typed.get("contact-times");
  const language = languageTag(typed.get("language")) ?? languageTag(reader.language);
  if (language === undefined) throw new Error("A form without a language");
  return {
    language,
    happened: REPORTED_KINDS.filter((kind) => typed.all("happened").includes(kind)),
    ...texts,
    ...(how === undefined
      ? {}
      : { contact: { how, ...(details === "" ? {} : { details }), ...(safeTimes === "" ? {} : { safeTimes }) } }),
    consents: ASKED_OF_WORKERS.filter((level) => typed.all("consents").includes(level)),
    files,
  };
}
