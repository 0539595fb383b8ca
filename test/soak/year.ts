import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, HOUR, mirroredTerms, trusted, type ActorId, type Timestamp } from "@commonhall/domain";
import { ally, fakeClock, seededRandom, type FakeClock } from "@commonhall/testkit";
import { crowd, type Crowd, type Json } from "@commonhall/testkit/network";
import { allyPage, allyPageName } from "@commonhall/wire";
import { tell } from "../tell.ts";
import { Visitor } from "../visitor.ts";
import { sizesIn, type Sizes } from "./growth.ts";
import { soakedNode, type Measured, type SoakedNode } from "./soaked-node.ts";

export interface YearOptions {
  readonly allies: number;
  readonly days: number;
  readonly seed: number;
  readonly onDay?: (day: number) => void;
}

export interface Sample extends Measured {
  readonly day: number;
}

export interface Year {
  readonly samples: readonly Sample[];
  readonly half: Sizes;
  readonly end: Sizes;
  /** What was done, and how often. */
  readonly done: Readonly<Record<string, number>>;
  /** Of what we published and stands, how many allies lack it at the end, and how many got one activity twice. */
  readonly missing: number;
  readonly doubled: number;
}

/** Eight turns a day: what happens in three hours, then everything that is due. */
const TURN = 3 * HOUR;
const TURNS_A_DAY = DAY / TURN;
const START: Timestamp = Date.UTC(2026, 10, 22, 8);
/** A server that has been silent for a week is given up. */
const LONGEST_SILENCE = 5 * DAY;
const SAMPLES = 40;

/** A node with its allies, under everything that a centre does, and is done to, on a clock that is moved. */
export async function soakYear({ allies, days, seed, onDay }: YearOptions): Promise<Year> {
  const folder = await mkdtemp(join(tmpdir(), "commonhall-soak-"));
  const dataFolder = join(folder, "data");
  const clock = fakeClock(START);
  const node = await soakedNode({ dataFolder, listen: "127.0.0.1:0", start: START });
  const centre = trusted.actor(await node.make({ do: "set up" }));
  const others = await Promise.all(Array.from({ length: allies }, () => neighbour(centre, clock)));
  try {
    const world = await begin(node, others, { centre, clock, random: seededRandom(seed) });
    const samples: Sample[] = [];
    let half: Sizes = new Map();
    const every = Math.max(1, Math.round(days / SAMPLES));
    for (let day = 1; day <= days; day += 1) {
      for (let turn = 0; turn < TURNS_A_DAY; turn += 1) await passTurn(world, () => happens(world));
      if (day % every === 0) samples.push({ day, ...(await node.measure()) });
      if (day === Math.round(days / 2)) half = sizesIn(dataFolder);
      onDay?.(day);
    }
    for (const one of others) one.answer(202);
    for (let turn = 0; turn < 8 * TURNS_A_DAY; turn += 1) await passTurn(world, async () => undefined);
    samples.push({ day: days + 8, ...(await node.measure()) });
    return { samples, half, end: sizesIn(dataFolder), done: Object.fromEntries(world.done), ...received(world) };
  } finally {
    await node.end();
    for (const one of others) await one[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}

interface World {
  readonly node: SoakedNode;
  /** Each on a server of its own. */
  readonly others: readonly Crowd[];
  readonly centre: ActorId;
  readonly clock: FakeClock;
  readonly random: () => number;
  readonly done: Map<string, number>;
  /** What the allies have said and not taken back. */
  readonly said: { readonly by: Crowd; readonly activity: ReturnType<Crowd["post"]> }[];
  /** What we published for everybody and have not taken back. */
  readonly ours: Set<string>;
  readonly silentUntil: Map<Crowd, Timestamp>;
  readonly codes: string[];
  open: string | undefined;
  count: number;
}

async function begin(
  node: SoakedNode,
  others: readonly Crowd[],
  { centre, clock, random }: Pick<World, "centre" | "clock" | "random">,
): Promise<World> {
  for (const one of others) {
    await one.follow(centre);
    for (const actor of one.actors) await node.tell({ do: "meet", actor });
  }
  await node.tell({ do: "work" });
  const lists = { done: new Map(), said: [], ours: new Set<string>(), silentUntil: new Map(), codes: [] };
  return { node, others, centre, clock, random, ...lists, open: undefined, count: 0 };
}

/** A server of the fediverse that knows what an alliance is: it says once a day that ours holds. */
async function neighbour(centre: ActorId, clock: FakeClock): Promise<Crowd> {
  let origin = "";
  const page = allyPageName(centre);
  const shows = (path: string): Json | undefined => {
    if (!path.endsWith(`/allies/${page}`)) return undefined;
    const us = trusted.actor(origin + path.slice(0, -`/allies/${page}`.length));
    const row = ally(us, { since: clock() });
    return allyPage(origin + path, us, { ...row, peer: centre, offeredBy: "us", terms: mirroredTerms(row.terms) });
  };
  const fields = (id: string) => ({ allies: `${id}/allies` });
  const made = await crowd(1, { clock, fields, shows });
  ({ origin } = made.server);
  return made;
}

async function passTurn({ node, clock }: World, happening: () => Promise<unknown>): Promise<void> {
  await happening();
  clock.advance(TURN);
  await node.tell({ do: "clock", to: clock() });
  await node.tell({ do: "work" });
  await node.tell({ do: "sweep", everything: clock() % DAY < TURN });
}

/** By chance, each as often as it is in the life of a centre. */
async function happens(world: World): Promise<void> {
  const { random } = world;
  const now = (timesADay: number): boolean => random() < timesADay / TURNS_A_DAY;
  for (const one of world.others) if (now(0.4)) await says(world, one);
  if (now(1)) await does(world, "we publish a post", () => publishes(world));
  if (now(0.1)) await does(world, "we publish a call", () => calls(world));
  if (now(1 / 30)) await does(world, "a campaign opens and the one before it closes", () => campaigns(world));
  if (now(1 / 20)) await does(world, "we delete a post", () => deletes(world));
  if (now(1 / 7)) await does(world, "an ally's server is silent for days", () => silence(world));
  if (now(1)) await does(world, "a worker tells", () => worker(world));
  if (now(1 / 3)) await does(world, "a worker asks for the answer", () => returns(world));
  await does(world, "pages are read", () => reads(world));
  speaksAgain(world);
}

async function does(world: World, what: string, act: () => Promise<unknown>): Promise<void> {
  await act();
  world.done.set(what, (world.done.get(what) ?? 0) + 1);
}

const CODES = { kind: "CampaignPost", regions: ["QA"], sectors: ["isic4:F"] };

/** A post; now and then what changes an earlier one, or takes it back. */
async function says(world: World, by: Crowd): Promise<void> {
  const { said, random, clock } = world;
  const inbox = `${world.node.origin}/inbox`;
  const [which, earlier] = [random(), Math.floor(random() * said.length)];
  const one = said[earlier];
  const at = new Date(clock()).toISOString();
  if (one !== undefined && which < 0.1) {
    const object = { ...one.activity.object, content: `<p>Said anew at ${at}</p>`, updated: at };
    const update = { ...one.activity, id: `${one.activity.object.id}#update-${clock()}`, type: "Update", object };
    await does(world, "an ally changes a post", () => one.by.send(0, inbox, update));
  } else if (one !== undefined && which < 0.15) {
    const { id } = one.activity.object;
    const gone = { id: `${id}#delete`, type: "Delete", to: one.activity["to"], object: id };
    said.splice(earlier, 1);
    await does(world, "an ally deletes a post", () => one.by.send(0, inbox, gone));
  } else {
    const activity = by.post(
      0,
      String((world.count += 1)),
      `<p>Said at ${at}. ${"All of it is owed. ".repeat(20)}</p>`,
    );
    const told = { ...activity, object: { ...activity.object, ...CODES } };
    said.push({ by, activity: told });
    await does(world, "an ally publishes a post", () => by.send(0, inbox, told));
  }
}

async function publishes({ node, ours, clock }: World): Promise<void> {
  ours.add(
    await node.make({ do: "post", text: `Published at ${clock()}. ${"We stay until all are paid. ".repeat(20)}` }),
  );
}

async function calls({ node, clock }: World): Promise<void> {
  await node.make({ do: "call", expires: clock() + 7 * DAY });
}

async function campaigns(world: World): Promise<void> {
  const { node } = world;
  if (world.open !== undefined) await node.make({ do: "close", id: world.open });
  world.open = await node.make({ do: "campaign", handle: `campaign${(world.count += 1)}` });
}

async function deletes({ node, ours, random }: World): Promise<void> {
  const id = [...ours][Math.floor(random() * ours.size)];
  if (id === undefined) return;
  ours.delete(id);
  await node.make({ do: "delete", id });
}

async function silence({ others, silentUntil, random, clock }: World): Promise<void> {
  const one = others[Math.floor(random() * others.length)];
  if (one === undefined) return;
  silentUntil.set(one, clock() + DAY + random() * (LONGEST_SILENCE - DAY));
  one.answer(503);
}

function speaksAgain({ silentUntil, clock }: World): void {
  for (const [one, until] of silentUntil) {
    if (until > clock()) continue;
    silentUntil.delete(one);
    one.answer(202);
  }
}

async function worker({ node, codes }: World): Promise<void> {
  const told = {
    happened: ["wage.unpaid"],
    story: "They have not paid me since the spring. ".repeat(10),
    where: "LB-BA",
  };
  codes.push(await tell(new Visitor(node.origin), told));
}

async function returns({ node, codes, random }: World): Promise<void> {
  const code = codes[Math.floor(random() * codes.length)];
  if (code === undefined) return;
  const visitor = new Visitor(node.origin);
  await visitor.send(await visitor.open("/page/code"), { fill: { code } });
}

const PAGES = ["/", "/campaigns", "/feeds", "/feeds/any.any.any.any.atom", "/feeds/qa.f.any.any", "/about", "/healthz"];

async function reads({ node, random }: World): Promise<void> {
  for (let page = 0; page < 6; page += 1) {
    const answer = await fetch(`${node.origin}${PAGES[Math.floor(random() * PAGES.length)] ?? "/"}`);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  }
}

function received({ others, ours }: World): Pick<Year, "missing" | "doubled"> {
  let [missing, doubled] = [0, 0];
  for (const creates of others.flatMap((one) => one.got("Create"))) {
    const got = creates.map(({ activity }) => activity);
    const objects = new Set(
      got.map(({ object }) => (typeof object === "object" && object !== null && "id" in object ? object.id : object)),
    );
    missing += [...ours].filter((id) => !objects.has(id)).length;
    doubled += got.length - new Set(got.map(({ id }) => id)).size;
  }
  return { missing, doubled };
}
