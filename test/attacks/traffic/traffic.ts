import { dateOf, ENGINE_CODES, isStigmatised, type Region, type SignedRelease } from "@commonhall/domain";
import { ally, RELEASE_DAY, saysBulletin, saysNothing, saysTable } from "@commonhall/testkit";
import { newReceiptCode } from "@commonhall/vault";
import { atDesk, casesOf, does, unlocked } from "../../at-desk.ts";
import { letsOut, releaseNetwork } from "../../release-days.ts";
import { comeBack, tell } from "../../tell.ts";
import { Visitor } from "../../visitor.ts";
import type { Outcome } from "../bulletins/outcome.ts";
import { filledHall, PASSPHRASE, type OpenHall } from "../hall/filled-hall.ts";
import { stranger } from "../stranger.ts";
import { lineTo, type Line, type Passed } from "./line.ts";
import { gainOfNearest, type Seen } from "./nearest.ts";

/**
 * A11: somebody on the line sees how many bytes go each way, and nothing else. They have seen many before of which they
 * know what they were, and guess the next by those most like it. How much oftener are they right than by guessing?
 */
export async function traffic(): Promise<readonly Outcome[]> {
  const { codes, pages } = await atTheDoor();
  const released = await toAnAlly();
  const mark = { attack: "A11", pass: { most: 0.05 }, moonshot: { most: 0.01 } } as const;
  const answers = pages.map(({ what, passed }) => ({ what, passed: passed.map(({ down }) => ({ up: 0, down })) }));
  return [
    {
      ...mark,
      metric: "gain in guessing what became of a worker's code from sizes",
      measured: gain(codes),
      beside:
        `${codes.length} codes: ${kindsOf(codes)}. Not held to the mark: which page of the door it is, ` +
        `${points(gain(answers))} points by its answer, of ${new Set(answers.map(({ passed }) => passed[0]?.down)).size} sizes, and ` +
        `${points(gain(pages))} with what is sent`,
    },
    {
      ...mark,
      metric: "the same: what an ally is sent on a release day",
      measured: gain(released),
      beside: `${released.length} objects: ${kindsOf(released)}`,
    },
  ];
}

const points = (share: number): string => (share * 100).toFixed(0);
const kindsOf = (all: readonly Seen[]): string => [...new Set(all.map(({ what }) => what))].join(", ");

/** Of each kind every second is learnt from, and the others are tried. */
function gain(all: readonly Seen[]): number {
  const kinds = [...Map.groupBy(all, ({ what }) => what).values()];
  const half = (odd: number): readonly Seen[] => kinds.flatMap((of) => of.filter((_, at) => at % 2 === odd));
  return gainOfNearest(half(0), half(1));
}

interface AtTheDoor {
  readonly codes: readonly Seen[];
  /** Each request by itself. */
  readonly pages: readonly Seen[];
}

const REPLIES = { short: "Come on Sunday.", long: "Come on Sunday, and bring everything that you have. ".repeat(30) };
/** How often each is come back with. */
const TIMES = 12;

async function atTheDoor(): Promise<AtTheDoor> {
  await using filled = await filledHall();
  await using hall = await filled.open();
  await using line = await lineTo(hall.node.origin);
  const pages: Seen[] = [];
  const told: string[] = [];
  for (const story of ["Short.", "A story of some length. ".repeat(40), "Short.", "Another. ".repeat(90)]) {
    line.seen();
    told.push(await tell(new Visitor(line.origin), { story, happened: ["wages"] }));
    pages.push(...line.seen().map((passed, at): Seen => ({ what: `screen ${at}`, passed: [passed] })));
  }
  const [none = "", short = "", long = ""] = told;
  await reply(hall, [
    [short, REPLIES.short],
    [long, REPLIES.long],
  ]);
  const codes: Seen[] = [];
  for (let time = 0; time < TIMES; time += 1)
    for (const [what, code] of [
      ["no such code", inGroups(newReceiptCode())],
      ["no answer", none],
      ["a short answer", short],
      ["a long answer", long],
    ] as const)
      codes.push({ what, passed: await cameBack(line, code) });
  pages.push(...codes.flatMap(({ passed }) => passed.map((one, at): Seen => ({ what: `code ${at}`, passed: [one] }))));
  return { codes, pages };
}

const inGroups = (code: string): string => code.replaceAll(" ", "").replaceAll(/(\d{4})(?=\d)/g, "$1 ");

async function cameBack(line: Line, code: string): Promise<readonly Passed[]> {
  line.seen();
  await comeBack(new Visitor(line.origin), code);
  return line.seen();
}

/** The newest cases are those whose workers told last; each is answered by its code's own words. */
async function reply({ node }: OpenHall, wanted: readonly (readonly [string, string])[]): Promise<void> {
  const visitor = await unlocked(await atDesk(new Visitor(node.origin), "caseworker", PASSPHRASE), PASSPHRASE);
  const texts = wanted.map(([, text]) => text);
  for (const id of await casesOf(visitor)) {
    const at = `/desk/cases/${id}`;
    const { html } = await visitor.open(at);
    const text = /some story of report/.test(html) ? undefined : texts.shift();
    if (text === undefined) continue;
    if (html.includes(`${at}/accept`)) await does(visitor, at, `${at}/accept`);
    await does(visitor, at, `${at}/reply`, { reply: text });
  }
}

async function toAnAlly(): Promise<readonly Seen[]> {
  await using it = await releaseNetwork(["beirut"]);
  const { net, beirut } = it;
  await using them = await stranger(net.clock);
  net.clock.set(RELEASE_DAY);
  await beirut.running.federation.follow.follow(them.id);
  await net.settle();
  await beirut.running.store.direct.allies.put(ally(them.actor, { state: "accepted", since: net.clock() }));
  const said = releases();
  const names = new Map<string, string>(said.map(([what, { id }]) => [id, what]));
  await letsOut(it, beirut, ...said.map(([, one]) => one));
  await net.settle();
  return them.server.requests
    .filter(({ method, body }) => method === "POST" && body.includes("/bulletins/"))
    .map(({ body, headers }): Seen => {
      const id = /\/bulletins\/([\da-f-]{36})/.exec(body)?.[1] ?? "";
      const up = Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(headers));
      return { what: names.get(id) ?? "something else", passed: [{ up, down: 0 }] };
    });
}

type Named = readonly [string, SignedRelease];

/** Small groups of which nothing is told, large ones of which everything is, tables, and nothing to say. */
function releases(): readonly Named[] {
  const at = (index: number): Region => `LB-${"ABCDEFGHIJKL"[index] ?? "A"}` as Region;
  const released = dateOf(RELEASE_DAY);
  const abuse = ENGINE_CODES.all.map((code) => ({ code, share: isStigmatised(code) ? "some" : "nearly_all" }) as const);
  const groups = Array.from({ length: 10 }, (_, index): readonly Named[] => [
    ["a small group", saysBulletin({ place: at(index), abuse: [], released })],
    ["a large group", saysBulletin({ place: at(index), level: "B0", origin: "034", people: "100+", abuse, released })],
  ]);
  const tables: readonly Named[] = [
    ["a table", saysTable()],
    ["a table", saysTable("main_abuse")],
  ];
  return [...groups.flat(), ...tables, ["nothing", saysNothing()]];
}
