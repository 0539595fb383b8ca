import type { Command } from "commander";
import {
  allianceLine,
  charterHash,
  type Alliance,
  type AllianceLine,
  type AllianceRefused,
  type AllianceState,
  type CharterDraft,
  type Result,
} from "@commonhall/domain";
import { readAlliance } from "../files/alliance-file.ts";
import { readYamlFile } from "../files/read-file.ts";
import type { YamlFile } from "../files/yaml-file.ts";
import { allianceNotFound, allianceRefused } from "./alliance-refusals.ts";
import { findAlliance } from "./find-alliance.ts";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { NO_CENTRE } from "./refusals.ts";
import { table } from "./table.ts";

/** Charters of alliances of many (interface.md 3). */
export function addAllianceCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "alliance <words...>",
    description: [
      "alliances of many: found FILE.yaml; propose ID FILE.yaml; sign, leave or show ID; list",
      "sign ID VERSION, where several versions wait for a signature",
    ].join("\n"),
    run: alliance,
  });
}

async function alliance(hall: OpenHall, asked: Asked): Promise<Outcome> {
  const [verb = "", ...rest] = asked.words;
  const [one = "", two = ""] = rest;
  if (verb === "list" && rest.length === 0) return list(hall);
  if (verb === "found" && rest.length === 1) return found(hall, asked, one);
  if (verb === "propose" && rest.length === 2) return propose(hall, asked, one, two);
  if (verb === "sign" && (rest.length === 1 || rest.length === 2)) return sign(hall, one, two);
  if (verb === "leave" && rest.length === 1) return leave(hall, one);
  if (verb === "show" && rest.length === 1) return show(hall, asked, one);
  return wrong(
    "Say one of: alliance found FILE.yaml, alliance propose ID FILE.yaml, alliance sign ID, alliance leave ID, alliance show ID, alliance list.",
  );
}

async function found(hall: OpenHall, asked: Asked, name: string): Promise<Outcome> {
  const draft = await readDraft(hall, asked, name);
  if (!draft.ok) return draft.error;
  const { file, draft: charter } = draft.value;
  return answered(await (await hall.federation()).alliances.found(charter), file);
}

async function propose(hall: OpenHall, asked: Asked, id: string, name: string): Promise<Outcome> {
  const named = await findAlliance(hall, id);
  if (named === undefined) return allianceNotFound(id);
  const draft = await readDraft(hall, asked, name);
  if (!draft.ok) return draft.error;
  const { file, draft: charter } = draft.value;
  return answered(await (await hall.federation()).alliances.propose(named, charter), file);
}

async function sign(hall: OpenHall, id: string, version: string): Promise<Outcome> {
  const named = await findAlliance(hall, id);
  if (named === undefined) return allianceNotFound(id);
  const hash = version === "" ? undefined : charterHash(version);
  if (version !== "" && hash === undefined) {
    return wrong(`VERSION: \`${version}\` is not accepted; use the hash that hall alliance show ID prints`);
  }
  return answered(await (await hall.federation()).alliances.sign(named, hash));
}

async function leave(hall: OpenHall, id: string): Promise<Outcome> {
  const named = await findAlliance(hall, id);
  return named === undefined ? allianceNotFound(id) : answered(await (await hall.federation()).alliances.leave(named));
}

interface Draft {
  readonly file: YamlFile;
  readonly draft: CharterDraft;
}

async function readDraft(hall: OpenHall, { io }: Asked, name: string): Promise<Result<Draft, Outcome>> {
  const file = await readYamlFile(name, io.folders);
  if (!file.ok) return { ok: false, error: wrong(...file.error) };
  const centre = await hall.store.direct.centres.get();
  if (centre === undefined) return { ok: false, error: couldNot(NO_CENTRE) };
  const draft = readAlliance(file.value, centre.languages[0]);
  return draft.ok
    ? { ok: true, value: { file: file.value, draft: draft.value } }
    : { ok: false, error: wrong(...draft.error) };
}

const jsonOf = ({ id, version, hash, members, signatures, state }: AllianceLine) => ({
  id,
  version,
  members,
  signatures,
  state,
  hash,
});

function answered(answer: Result<AllianceLine, AllianceRefused>, file?: YamlFile): Outcome {
  if (!answer.ok) return allianceRefused(answer.error, file);
  const { id, version, signatures, state } = answer.value;
  const text = `${id}\nversion ${version}, ${signatures.length} signatures: ${STATES[state]}`;
  return done(jsonOf(answer.value), text);
}

async function list({ store, clock }: OpenHall): Promise<Outcome> {
  const all = await store.allianceViews.list();
  const lines = all.map((one) => allianceLine(one, clock()));
  const text = table(
    lines.map(({ id, version, members, state }) => [
      id,
      `version ${version}`,
      `${members.length} members`,
      STATES[state],
    ]),
  );
  return done(lines.map(jsonOf), text === "" ? "No alliance of many." : text);
}

/** With what waits, and what has come to two successors, so that a script can choose. */
async function show(hall: OpenHall, { language }: Asked, id: string): Promise<Outcome> {
  const named = await findAlliance(hall, id);
  const found = named === undefined ? undefined : await hall.store.allianceViews.get(named);
  if (found === undefined) return allianceNotFound(id);
  const line = allianceLine(found, hall.clock());
  const { charter } = found.standing.current;
  const { name, purpose, until, terms, public: isPublic } = charter;
  const text = (texts: typeof name) => texts[language ?? charter.language] ?? texts[charter.language] ?? "";
  const proposals = found.standing.proposals.map(({ version, approvals, needed, silent }) => ({
    hash: version.hash,
    version: version.charter.version,
    members: version.charter.members.map((member) => member.id),
    approvals,
    needed,
    silent: silent.map((member) => member.id),
  }));
  const forks = found.standing.forks.map(({ kept, other, support, isSettled }) => ({
    kept,
    other: other.hash,
    support,
    settled: isSettled,
  }));
  const json = {
    ...jsonOf(line),
    name: text(name),
    purpose: text(purpose),
    until,
    public: isPublic,
    terms,
    keys: Object.fromEntries(charter.members.map((member) => [member.id, member.key])),
    proposals,
    forks,
  };
  return done(json, shownText(found, line, text(name)));
}

function shownText({ standing }: Alliance, line: AllianceLine, name: string): string {
  const { until } = standing.current.charter;
  return [
    `${name}\n${line.id}`,
    `version ${line.version}, ${line.hash}, until ${until}: ${STATES[line.state]}`,
    `members:\n${line.members.map((id) => `  ${id}${line.signatures.includes(id) ? "" : " (has not signed it)"}`).join("\n")}`,
    ...standing.proposals.map(
      ({ version, approvals, needed, silent }) =>
        `waits: version ${version.charter.version}, ${version.hash}\n  ${approvals} of ${needed} approvals, ${silent.length} new members still to sign`,
    ),
    ...standing.forks
      .filter(({ isSettled }) => !isSettled)
      .map(
        ({ kept, other }) =>
          `two successors of one version: ${kept} holds, ${other.hash} does not; propose what settles it`,
      ),
  ].join("\n");
}

const STATES: Readonly<Record<AllianceState, string>> = {
  founding: "not every founder has signed",
  standing: "in force",
  forked: "in force, with another successor that nobody has settled",
  left: "we have left it",
  outside: "we are not in it",
  expired: "it has ended",
};
