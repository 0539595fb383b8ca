import { Option, type Command } from "commander";
import { languageTag, plainDate, type Result } from "@commonhall/domain";
import {
  isCaseId,
  OUTCOMES,
  parseCoding,
  REGISTER_KINDS,
  TASK_KINDS,
  type CaseId,
  type CaseRefused,
  type ConsentDraft,
} from "@commonhall/vault";
import type { Io } from "../hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "../outcome.ts";
import { CASE_FILE } from "./case-file.command.ts";
import { addCaseCommand, caseOutcome, caseSentence, type AtDesk, type CaseDefinition } from "./case-command.ts";

/** The desk's casework for scripts and tests (interface.md 3). */
export function addCaseCommands(program: Command, io: Io, exit: (code: number) => void): void {
  const room = program
    .command("case")
    .description("casework; the first line of standard input is the passphrase, a text follows it");
  for (const definition of CASE_COMMANDS) addCaseCommand(room, io, exit, definition);
}

type Act = (at: AtDesk, id: CaseId) => Promise<Result<undefined, CaseRefused> | Outcome>;

/** A command about one case: `hall case note ID`. */
const onCase = (usage: string, description: string, act: Act, options: readonly Option[] = []): CaseDefinition => ({
  usage,
  description,
  permission: "work on cases",
  options,
  run: async (at) => {
    const [id = ""] = at.words;
    if (!isCaseId(id)) return wrong(`ID: \`${id}\` is no case; hall case list names them`);
    const acted = await act(at, id);
    return "ok" in acted ? caseOutcome(acted, id, usage.split(" ")[0] ?? "") : acted;
  },
});

const CONSENTS = ["C0", "C1", "C2", "C3", "C4", "C5", "R"] as const;
const STATUSES = ["quarantined", "unverified", "open", "closed"] as const;
const WAYS = ["in person", "phone", "message", "form"] as const;

export const CASE_COMMANDS: readonly CaseDefinition[] = [
  {
    usage: "list",
    description: "the cases that this person can open, fifty at a time",
    permission: "work on cases",
    options: [
      new Option("--status <status>").choices(STATUSES),
      new Option("--after <mark>", "where the page before ended"),
    ],
    run: async ({ desk, options }) => {
      const after = options["after"];
      const status = STATUSES.find((known) => known === options["status"]);
      const page = await desk.cases.list({
        ...(typeof after === "string" ? { after } : {}),
        ...(status === undefined ? {} : { status }),
      });
      return done(
        page,
        [
          ...page.items.map(({ id, status, week, title }) => `${id} ${status} ${week} ${title ?? ""}`.trim()),
          ...(page.changed === 0
            ? []
            : [`Cases that do not open, because somebody changed the file: ${page.changed}.`]),
        ].join("\n"),
      );
    },
  },
  onCase("show <id>", "everything in one case", async ({ desk }, id) => {
    const opened = await desk.cases.open(id);
    return opened.ok
      ? done(opened.value, JSON.stringify(opened.value, undefined, 2))
      : couldNot(caseSentence(opened.error));
  }),
  CASE_FILE,
  onCase("accept <id>", "puts a report that was set aside among the new ones", ({ desk }, id) => desk.cases.accept(id)),
  onCase("verify <id>", "somebody has talked with the worker: the case is open", ({ desk }, id) =>
    desk.cases.verify(id),
  ),
  onCase("name <id>", "names the case among caseworkers; the name is the text", ({ desk, text }, id) =>
    desk.cases.name(id, text),
  ),
  onCase("note <id>", "a note that the worker cannot see", ({ desk, text }, id) => desk.cases.note(id, text)),
  onCase("reply <id>", "a reply that the worker reads with the code", ({ desk, text }, id) =>
    desk.cases.reply(id, text),
  ),
  onCase("code <id>", "codes the case; the text is a coding as JSON", async ({ desk, text }, id) => {
    const coding = codingFrom(text);
    return coding === undefined
      ? wrong("The coding is not accepted; see hall case show for its form")
      : desk.cases.code(id, coding);
  }),
  onCase("share <id> <name>", "lets a colleague open the case, too", (at, id) =>
    withMember(at, (member) => at.desk.cases.share(id, member)),
  ),
  onCase("take-back <id> <name>", "shuts somebody out of the case", (at, id) =>
    withMember(at, (member) => at.desk.cases.takeBack(id, member)),
  ),
  onCase("task <id> <kind>", `something to do: ${TASK_KINDS.join(", ")}`, addTask, [
    new Option("--due <day>", "2026-12-24"),
  ]),
  onCase("consent <id> <level>", `what the worker agreed to: ${CONSENTS.join(", ")}`, addConsent, [
    new Option("--in <tag>", "language in which it was asked").makeOptionMandatory(),
    new Option("--how <way>", "how it was asked").choices(WAYS).default("in person"),
    new Option("--taught", "the worker said in their own words what it means"),
    new Option("--to <organisation>", "for R"),
    new Option("--purpose <purpose>", "for R"),
    new Option("--until <day>", "for R"),
  ]),
  onCase(
    "close <id>",
    "ends the case; the text says what came of it",
    async ({ desk, options, text }, id) => {
      const outcome = OUTCOMES.find((known) => known === options["outcome"]);
      return outcome === undefined
        ? wrong(`--outcome: use one of ${OUTCOMES.join(", ")}`)
        : desk.cases.conclude(id, { outcome, text });
    },
    [new Option("--outcome <outcome>").choices(OUTCOMES).makeOptionMandatory()],
  ),
  onCase("reopen <id>", "opens a closed case again", ({ desk }, id) => desk.cases.reopen(id)),
  onCase("confirm <id>", "the case is still needed, for another 180 days", ({ desk }, id) => desk.cases.confirm(id)),
  onCase(
    "hold <id>",
    "asks to keep the case longer; the text is the reason",
    async ({ desk, options, text }, id) => {
      const until = plainDate(String(options["until"]));
      return until === undefined
        ? wrong("--until: use a day as 2026-12-24")
        : desk.cases.hold(id, { reason: text, until });
    },
    [new Option("--until <day>").makeOptionMandatory()],
  ),
  onCase("agree <id>", "the second of two who want to keep the case longer", ({ desk }, id) =>
    desk.cases.agreeToHold(id),
  ),
  onCase("end-hold <id>", "the case goes when its time comes", ({ desk }, id) => desk.cases.endHold(id)),
  onCase("erase <id>", "erases everything of the case, in backups too within 14 days", ({ desk }, id) =>
    desk.cases.erase(id),
  ),
  {
    usage: "register <kind>",
    description: `writes somebody into the register (${REGISTER_KINDS.join(", ")}); the first line of the text is the name`,
    permission: "work on cases",
    options: [new Option("--other", "it is somebody else than those of almost the same name")],
    run: register,
  },
  {
    usage: "recovery",
    description: "makes the recovery key; its papers are printed once",
    permission: "make the recovery key",
    options: [new Option("--needed <number>").default("2"), new Option("--shares <number>").default("3")],
    run: async ({ desk, options }) => {
      const made = await desk.keys.makeRecovery(Number(options["needed"]), Number(options["shares"]));
      return made.ok
        ? done(made.value, made.value.papers.join("\n"))
        : wrong("At least two papers have to be needed together, of twelve at most");
    },
  },
  {
    usage: "drill",
    description: "tries papers, one a line after the passphrase, against the recovery key",
    permission: "make the recovery key",
    run: async ({ desk, text }) => {
      const tried = await desk.keys.drill(text.split("\n").filter((line) => line.trim() !== ""));
      return tried.ok
        ? done({ drill: "done" }, "These papers make the key.")
        : couldNot(`These papers do not make the key: ${tried.error.type}.`);
    },
  },
  {
    usage: "sign <fingerprint>",
    description: "signs a change of the roster",
    permission: "sign the roster",
    run: async ({ desk, words: [fingerprint = ""] }) => {
      const signed = await desk.keys.sign(fingerprint);
      return signed.ok ? done({ signed: fingerprint }, "Signed.") : couldNot(`Not signed: ${signed.error.type}.`);
    },
  },
  {
    usage: "roster",
    description: "who is in the roster, and which changes wait for signatures",
    permission: "unlock the vault",
    run: async ({ desk }) => {
      const { fingerprint, members } = desk.keys;
      const roster = { fingerprint, members, candidates: await desk.keys.candidates() };
      return done(roster, JSON.stringify(roster, undefined, 2));
    },
  },
  {
    usage: "audit",
    description: "who did what, newest first",
    permission: "read the audit",
    options: [new Option("--after <mark>", "where the page before ended")],
    run: async ({ desk, options }) => {
      const after = options["after"];
      const page = await desk.audit.read(typeof after === "string" ? after : undefined);
      return done(
        page,
        page.lines.map(({ week, by, did, caseId }) => `${week} ${by} ${did} ${caseId ?? ""}`.trim()).join("\n"),
      );
    },
  },
];

function codingFrom(text: string): ReturnType<typeof parseCoding> | undefined {
  try {
    return parseCoding(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function withMember(
  { staff, words: [, name = ""] }: AtDesk,
  act: (member: string) => Promise<Result<undefined, CaseRefused>>,
): Promise<Result<undefined, CaseRefused> | Outcome> {
  const member = staff.find((one) => one.name === name);
  return member === undefined ? wrong(`NAME: nobody of the staff is called \`${name}\``) : act(member.id);
}

async function addTask({ desk, words: [, typed = ""], options, text }: AtDesk, id: CaseId): ReturnType<Act> {
  const kind = TASK_KINDS.find((known) => known === typed);
  const day = options["due"];
  const due = typeof day === "string" ? plainDate(day) : undefined;
  if (kind === undefined) return wrong(`KIND: use one of ${TASK_KINDS.join(", ")}`);
  if (typeof day === "string" && due === undefined) return wrong("--due: use a day as 2026-12-24");
  return desk.cases.addTask(id, { kind, text, ...(due === undefined ? {} : { due }) });
}

async function addConsent({ desk, words: [, typed = ""], options, text }: AtDesk, id: CaseId): ReturnType<Act> {
  const level = CONSENTS.find((known) => known === typed);
  const language = languageTag(String(options["in"]));
  const how = WAYS.find((way) => way === options["how"]) ?? "in person";
  if (level === undefined) return wrong(`LEVEL: use one of ${CONSENTS.join(", ")}`);
  if (language === undefined) return wrong("--in: use a language as BCP 47 writes it (en, ne)");
  const named = referral(options);
  if (level === "R" && named === undefined)
    return wrong("R needs --to, --purpose and --until with a day as 2026-12-24");
  if (level === "C4" && text === "") return wrong("C4 needs the exact text, after the line with the passphrase");
  const draft: ConsentDraft = { level, language, how, teachBack: options["taught"] === true };
  return desk.cases.consent(id, { ...draft, ...(level === "R" ? named : {}), ...(level === "C4" ? { text } : {}) });
}

function referral(options: AtDesk["options"]): Pick<ConsentDraft, "organisation" | "purpose" | "until"> | undefined {
  const [organisation, purpose] = [options["to"], options["purpose"]];
  const until = plainDate(String(options["until"]));
  if (typeof organisation !== "string" || typeof purpose !== "string" || until === undefined) return undefined;
  return { organisation, purpose, until };
}

/** A name is typed where texts are: words of a command stand in the list of processes and in the shell's history. */
async function register({ desk, words: [typed = ""], options, text }: AtDesk): Promise<Outcome> {
  const [name = "", ...lines] = text.split("\n");
  const details = lines.join("\n").trim();
  const kind = REGISTER_KINDS.find((known) => known === typed);
  if (kind === undefined) return wrong(`KIND: use one of ${REGISTER_KINDS.join(", ")}`);
  const added = await desk.register.add(
    { kind, name, ...(details === "" ? {} : { details }) },
    options["other"] === true ? "other" : undefined,
  );
  if (added.ok) return done(added.value, `${added.value.id} ${name}`);
  if (added.error.type === "empty text")
    return wrong("The name is missing: it stands on standard input after the line with the passphrase.");
  const near = added.error.entries.map((entry) => `${entry.id} ${entry.name}`);
  return couldNot(`Almost the same name stands there already; use that one, or say --other.`, ...near);
}
