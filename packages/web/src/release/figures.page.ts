import {
  isCountry,
  NINE_SECTORS,
  type NineSector,
  region,
  type Region,
  sectorGroupOf,
  type SectorGroup,
} from "@commonhall/domain";
import type { PolicyProblem, ReleasePolicy } from "@commonhall/vault";
import { countries } from "../codes/regions.ts";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet } from "../desk/route.ts";
import { choices, field, select } from "../layout/fields.ts";
import { code, html, isolated } from "../layout/html.ts";
import { button, errorList, form, type FormError } from "../layout/parts.ts";
import { wholeNumber } from "../words/digits.ts";
import { insideRuns } from "../casework/inside.ts";
import { enterRoom, refusal, roomDraws, type InRoom } from "./room.ts";

/** Where the centre works, and what is known of how many live there: each release is held against it. */
const draw = roomDraws(figuresPage);

export const figuresRoutes: readonly DeskRoute[] = [
  opens("/releases/figures", "set the figures of releases", draw),
  sends("/releases/figures", "set the figures of releases", draw, insideRuns(setFigures)),
];

const AUDIENCES = ["allies", "public"] as const;
type Estimate = NonNullable<ReleasePolicy["estimates"]>[number];

async function figuresPage({ visit, view, say, sayRich }: InRoom): Promise<Sheet> {
  const { reader, errors, form: typed, session, centre } = visit;
  const { policy } = view;
  const known = policy?.country ?? centre.regions[0]?.slice(0, 2);
  const populations = Object.entries(policy?.populations ?? {}).map((line) => line.join(" "));
  return {
    room: "releases",
    title: say("policy.title"),
    body: html`<h1>${say("policy.title")}</h1>
${errorList(reader.words, errors)}
<p class="lead">${say("policy.lead")}</p>
${form({
  action: reader.link("/desk/releases/figures"),
  csrf: session.csrf,
  body: html`${select({
    name: "country",
    label: say("policy.country"),
    choices: [
      { value: "", label: "" },
      ...countries(reader.language).map((one) => ({ value: one.code, label: one.name })),
    ],
    chosen: typed.fields["country"] ?? known,
    errors,
  })}
${field({
  name: "catchment",
  label: say("policy.catchment"),
  hint: say("policy.catchment.hint"),
  value: typed.fields["catchment"] ?? (policy === undefined ? "" : String(policy.catchment)),
  inputmode: "numeric",
  ltr: true,
  errors,
})}
${field({
  name: "populations",
  label: say("policy.populations"),
  hint: say("policy.populations.hint"),
  value: typed.fields["populations"] ?? populations.join("\n"),
  rows: 5,
  ltr: true,
  errors,
})}
${field({
  name: "estimates",
  label: say("policy.estimates"),
  hint: html`${say("policy.estimates.hint")} ${sayRich("policy.estimates.codes", { codes: code([...NINE_SECTORS.all, ...GROUPS].join(" ")) })}`,
  value: typed.fields["estimates"] ?? policy?.estimates?.map(lineOf).join("\n"),
  rows: 5,
  ltr: true,
  errors,
})}
${choices({
  name: "audience",
  legend: say("policy.audience"),
  type: "radio",
  choices: AUDIENCES.map((value) => ({ value, label: say(`policy.audience.${value}`) })),
  chosen: [typed.fields["audience"] ?? policy?.audience ?? "allies"],
})}
${button({ label: say("policy.button") })}`,
})}`,
  };
}

const GROUPS: readonly SectorGroup[] = [...new Set(NINE_SECTORS.all.map(sectorGroupOf))];

const lineOf = ({ place, sector, people }: Estimate): string =>
  [place, ...(sector === null ? [] : [sector]), people].join(" ");

async function setFigures(inside: Parameters<Parameters<typeof insideRuns>[0]>[0]): ReturnType<Run> {
  const inRoom = await enterRoom(inside);
  if (inRoom === undefined) return refused();
  const read = readFigures(inRoom);
  if ("errors" in read) return refused(...read.errors);
  const done = await inRoom.room.setPolicy(read.policy);
  return done.ok ? go("/desk/releases", "release-policy") : refused(problemOf(inRoom, done.error));
}

type Read = { readonly policy: ReleasePolicy } | { readonly errors: readonly FormError[] };

function readFigures({ visit, say, view }: InRoom): Read {
  const { form: typed } = visit;
  const country = region(typed.get("country"));
  const catchment = wholeNumber(typed.get("catchment"));
  const populations = readLines(typed.get("populations"), populationFrom);
  const estimates = readLines(typed.get("estimates"), estimateFrom);
  const badLine = (name: string) => (line: string) => ({
    field: name,
    message: say("policy.bad-line", { line: isolated(line) }),
  });
  const isPlace = country !== undefined && isCountry(country);
  const errors: readonly FormError[] = [
    ...(isPlace ? [] : [{ field: "country", message: say("policy.no-country") }]),
    ...(catchment !== undefined && catchment > 0 ? [] : [{ field: "catchment", message: say("policy.no-number") }]),
    ...populations.bad.map(badLine("populations")),
    ...toldTwice(populations.read).map((place) => ({
      field: "populations",
      message: say("policy.twice", { place: isolated(place) }),
    })),
    ...estimates.bad.map(badLine("estimates")),
  ];
  if (errors.length > 0 || country === undefined || catchment === undefined) return { errors };
  const audience = AUDIENCES.find((one) => one === typed.get("audience")) ?? "allies";
  // What this page does not ask for stays as it was.
  return {
    policy: {
      ...view.policy,
      country,
      catchment,
      audience,
      populations: Object.fromEntries(populations.read.map(({ place, people }) => [place, people])),
      estimates: estimates.read,
    },
  };
}

interface Lines<T> {
  readonly read: readonly T[];
  /** Those that say nothing that is known. */
  readonly bad: readonly string[];
}

function readLines<T>(text: string, from: (line: string) => T | undefined): Lines<T> {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const all = lines.map((line) => ({ line, one: from(line) }));
  return {
    read: all.flatMap(({ one }) => one ?? []),
    bad: all.filter(({ one }) => one === undefined).map(({ line }) => line),
  };
}

type Population = Pick<Estimate, "place" | "people">;

const toldTwice = (populations: readonly Population[]): readonly Region[] => {
  const places = populations.map(({ place }) => place);
  return [...new Set(places.filter((place, at) => places.indexOf(place) !== at))];
};

/** `LB-BA 400000` */
function populationFrom(line: string): Population | undefined {
  const figure = estimateFrom(line);
  return figure?.sector === null ? figure : undefined;
}

/** `LB-BA household 40000`, or without a sector. */
function estimateFrom(line: string): Estimate | undefined {
  const words = line.split(/\s+/);
  const [place, people] = [placeFrom(words[0] ?? ""), wholeNumber(words.at(-1) ?? "", BILLIONS)];
  if (place === undefined || people === undefined || people === 0 || words.length > 3 || words.length < 2)
    return undefined;
  if (words.length === 2) return { place, sector: null, people };
  const sector = sectorFrom(words[1] ?? "");
  return sector === undefined ? undefined : { place, sector, people };
}

/** There are countries of more than a billion. */
const BILLIONS = 10;

const placeFrom = (text: string): Region | undefined => region(text.toUpperCase());

const sectorFrom = (text: string): NineSector | SectorGroup | undefined =>
  NINE_SECTORS.find(text) ?? GROUPS.find((group) => group === text);

function problemOf(inRoom: InRoom, problem: PolicyProblem | Parameters<typeof refusal>[1]): FormError {
  const { say } = inRoom;
  switch (problem.type) {
    case "no country":
      return { field: "country", message: say("policy.no-country") };
    case "other country":
      return { field: problem.field, message: say("policy.other-country", { place: isolated(problem.place) }) };
    case "weak": {
      const { field: name, least, most } = problem;
      const range = most === undefined ? `≥ ${least}` : `${least}–${most}`;
      return { field: name, message: say("policy.weak", { range: isolated(range) }) };
    }
    default:
      return { message: refusal(inRoom, problem) };
  }
}
