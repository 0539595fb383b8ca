import { Option, type Command } from "commander";
import {
  ALL_BETWEEN_US,
  checkTerms,
  gridOf,
  isoInstant,
  plainDate,
  SHARED_KINDS,
  type AllyGrid,
  type AllyLine,
  type AllyRefused,
  type AllyStanding,
  type AllyState,
  type AllyTerms,
  type Result,
  type SharedKind,
} from "@commonhall/domain";
import { allyRefused, termsRefused } from "./ally-refusals.ts";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { done, wrong, type Outcome } from "./outcome.ts";
import { table } from "./table.ts";

const KIND_LIST = `all, none, or some of ${SHARED_KINDS.join(",")}`;

/** Trust between two centres (interface.md 3): which both agree on, and either ends. */
export function addAllyCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "ally <words...>",
    description: [
      "allies, two by two: offer, accept, decline, allow or end ADDRESS; list",
      "ADDRESS is @name@host or an actor's id",
    ].join("\n"),
    options: [
      new Option("--send <kinds>", `of offer and allow: what we send them: ${KIND_LIST} (all)`),
      new Option("--accept <kinds>", `of offer and allow: what we take from them: ${KIND_LIST} (all)`),
      new Option("--pass-on <kinds>", `of offer and allow: what whoever gets it may pass on: ${KIND_LIST} (none)`),
      new Option("--until <day>", "of offer: the last day, as 2027-06-30; without it until one of the two ends it"),
      new Option("--purpose <text>", "of offer: why, in a sentence or two that they read"),
      new Option("--purge", "of end: delete here what they have sent for everybody, too"),
    ],
    run: ally,
  });
}

async function ally(hall: OpenHall, asked: Asked): Promise<Outcome> {
  const [verb = "", ...rest] = asked.words;
  const [address = ""] = rest;
  if (verb === "list" && rest.length === 0) return listed(await hall.store.allyViews.list());
  if (rest.length !== 1) return wrong(USAGE);
  const misplaced = misplacedIn(verb, asked.options);
  if (misplaced !== undefined) return wrong(misplaced);
  const { allies } = await hall.federation();
  switch (verb) {
    case "offer":
      return offer(hall, asked, address);
    case "accept":
      return answered(await allies.accept(address));
    case "decline":
      return answered(await allies.decline(address));
    case "allow": {
      const grid = gridFrom(asked.options);
      return grid.ok ? answered(await allies.allow(address, grid.value)) : grid.error;
    }
    case "end":
      return answered(await allies.end(address, asked.options["purge"] === true ? { forget: "everything" } : {}));
    default:
      return wrong(USAGE);
  }
}

const USAGE =
  "Say one of: ally offer ADDRESS, ally accept ADDRESS, ally decline ADDRESS, ally allow ADDRESS, ally end ADDRESS, ally list.";

const GRID_OPTIONS = ["send", "accept", "passOn"] as const;
const MEANT: Readonly<Record<string, readonly string[]>> = {
  offer: [...GRID_OPTIONS, "until", "purpose"],
  allow: GRID_OPTIONS,
  end: ["purge"],
};

/** What is passed over in silence would be believed to hold. */
function misplacedIn(verb: string, options: Asked["options"]): string | undefined {
  const known = [...GRID_OPTIONS, "until", "purpose", "purge"];
  const option = known.find((name) => options[name] !== undefined && !(MEANT[verb] ?? []).includes(name));
  return option === undefined ? undefined : `--${nameOf(option)}: is not for hall ally ${verb}`;
}

const nameOf = (option: string): string => (option === "passOn" ? "pass-on" : option);

async function offer(hall: OpenHall, { options }: Asked, address: string): Promise<Outcome> {
  const grid = gridFrom(options);
  if (!grid.ok) return grid.error;
  const { until, purpose } = options;
  const last = typeof until === "string" ? plainDate(until) : undefined;
  if (typeof until === "string" && last === undefined) {
    return wrong(`--until: \`${until}\` is not accepted; use a day as 2027-06-30`);
  }
  const terms: AllyTerms = {
    grid: grid.value,
    ...(last === undefined ? {} : { until: last }),
    ...(typeof purpose === "string" && purpose.trim() !== "" ? { purpose: purpose.trim() } : {}),
  };
  const checked = checkTerms(terms, hall.clock());
  if (!checked.ok) return termsRefused(checked.error);
  return answered(await (await hall.federation()).allies.offer(address, terms));
}

/** Everything goes both ways and stays between the two, unless told. */
function gridFrom(options: Asked["options"]): Result<AllyGrid, Outcome> {
  const given = GRID_OPTIONS.map((name) => [name, options[name]] as const);
  const read = given.map(([name, value]) => (typeof value === "string" ? kindsFrom(value) : kindsOf(name)));
  const unread = given.findIndex((_, index) => read[index] === undefined);
  const [name, value] = given[unread] ?? [];
  if (name !== undefined) {
    return {
      ok: false,
      error: wrong(`--${nameOf(name)}: \`${String(value)}\` is not accepted; use ${KIND_LIST}`),
    };
  }
  const [send = [], accept = [], passOn = []] = read;
  const cell = (kind: SharedKind) => ({
    send: send.includes(kind),
    accept: accept.includes(kind),
    passOn: passOn.includes(kind),
  });
  return { ok: true, value: gridOf(cell) };
}

const kindsOf = (name: (typeof GRID_OPTIONS)[number]): readonly SharedKind[] =>
  SHARED_KINDS.filter((kind) => ALL_BETWEEN_US[kind][name]);

function kindsFrom(text: string): readonly SharedKind[] | undefined {
  const words = text.split(",").map((word) => word.trim());
  if (words.length === 1 && words[0] === "all") return SHARED_KINDS;
  if (words.length === 1 && words[0] === "none") return [];
  const kinds = words.map((word) => SHARED_KINDS.find((kind) => kind === word));
  return kinds.every((kind) => kind !== undefined) ? kinds : undefined;
}

function answered(answer: Result<AllyStanding, AllyRefused>): Outcome {
  if (!answer.ok) return allyRefused(answer.error);
  const { id, peer, state } = answer.value;
  return done({ id, peer, state }, `${peer}: ${STATES[state]}`);
}

const STATES: Readonly<Record<AllyState, string>> = {
  offered: "we have offered, and they have not answered",
  received: "they have offered, and we have not answered",
  accepted: "allies",
  declined: "declined",
  ended: "not allies any more",
};

/** `terms` is what both have agreed on, `policy` what our desk allows within it. */
function listed(lines: readonly AllyLine[]): Outcome {
  const json = lines.map(({ relationship, peer, handle, state, since, terms, policy, apart }) => ({
    id: relationship,
    peer,
    handle,
    state,
    since: isoInstant(since),
    terms: terms.grid,
    policy,
    ...(terms.until === undefined ? {} : { until: terms.until }),
    ...(terms.purpose === undefined ? {} : { purpose: terms.purpose }),
    ...(apart ? { apart: true } : {}),
  }));
  const rows = lines.map(({ handle, name, state, since, terms, apart }) => [
    handle,
    name,
    STATES[state] + (apart ? " (apart)" : ""),
    isoInstant(since).slice(0, 10),
    terms.until === undefined ? "" : `until ${terms.until}`,
  ]);
  return done(json, rows.length === 0 ? "Nobody." : table(rows));
}
