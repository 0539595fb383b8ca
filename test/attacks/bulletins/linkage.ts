import type { Case } from "@commonhall/anonymity";
import { ENGINE_CODES, type EngineCode } from "@commonhall/domain";
import { chanceOfShown, type Share } from "./noise-model.ts";
import { cohortsOf, describes, type Released } from "./releases.ts";
import { rowsOf } from "./rows.ts";
import type { Outcome } from "./outcome.ts";

/**
 * A1: who is behind which part of what was published? The adversary knows of everybody the place, the trade, the
 * origin, what was done to them and the month in which they came, and how many are in each release; what is left open
 * is who is in which. Of all ways in which the persons fit the releases some are drawn (Markov chain Monte Carlo), and
 * a person's chance to be behind one part of a release is their chance to be in it, divided by its parts.
 */
export function linkage(worlds: readonly Released[], random: () => number): Outcome {
  const releases = worlds.flatMap((world) => daysOf(world).map((until) => linkBulletins(world, until, random)));
  const worst = Math.max(0, ...releases.map((linked) => linked.worst));
  return {
    attack: "A1",
    metric: "worst chance that a part of a bulletin is one known person",
    pass: { most: 1 / 11 + 0.01 },
    moonshot: { most: 1 / 20 },
    measured: worst,
    beside: `${releases.length} sequences of up to ${Math.max(...worlds.map(({ cases }) => cases.length))} reports`,
  };
}

/** The same attack on what this network does not do: one row a report, each k-anonymous on its day. It must succeed. */
export function linkageOfRows(worlds: readonly Released[], random: () => number): Outcome {
  const linked = worlds.map(({ cases }) => link(rowsOf(cases), cases, random));
  const parts = linked.flatMap((one) => one.chances);
  const share = (which: (chance: number) => boolean) => percent(parts.filter(which).length / parts.length);
  return {
    attack: "A1",
    metric: "the same against one released row a report: must be found out",
    pass: { least: 1 / 11 + 0.011 },
    moonshot: { least: 0.9 },
    measured: Math.max(...linked.map(({ worst }) => worst)),
    beside: `${share((chance) => chance > 0.11)} of ${parts.length} rows above 0.11, ${share((chance) => chance > 0.9)} pinned`,
  };
}

const percent = (part: number): string => `${Math.round(100 * part)} %`;

/** What is claimed of a number of people, and who they are. */
export interface Claim {
  readonly fits: (one: Case) => boolean;
  /** The shares that are shown; none where nothing is said of codes beside what `fits` asks. */
  readonly shares?: ReadonlyMap<EngineCode, Share>;
  readonly members: readonly Case[];
}

export interface Linked {
  /** Of all claims and persons. */
  readonly worst: number;
  /** Of each claim, the chance of the likeliest person. */
  readonly chances: readonly number[];
}

const SWEEPS = 300;
const BURN_IN = 60;

function daysOf({ bulletins }: Released): readonly string[] {
  return [...new Set(bulletins.map(({ released }) => released))].sort();
}

function linkBulletins(world: Released, until: string, random: () => number): Linked {
  const claims = cohortsOf(world)
    .filter(({ bulletin }) => bulletin.released <= until)
    .map(({ bulletin, members }) => ({
      fits: (one: Case) => describes(bulletin, one),
      shares: new Map(bulletin.abuse.map(({ code, share }) => [code, share])),
      members,
    }));
  return link(
    claims,
    world.cases.filter(({ verified }) => verified < until.slice(0, 7)),
    random,
  );
}

/** Draws who is in which, each way as often as it is likely, beginning with the truth and walking away from it. */
export function link(claims: readonly Claim[], cases: readonly Case[], random: () => number): Linked {
  const walk = startWalk(claims, cases);
  const visits = claims.map(() => new Float64Array(cases.length));
  for (let sweep = -BURN_IN; sweep < SWEEPS; sweep += 1) {
    for (let step = 0; step < cases.length; step += 1) walk.step(random);
    if (sweep >= 0) for (const [claim, seen] of visits.entries()) for (const one of walk.inside(claim)) seen[one]! += 1;
  }
  const chances = visits.map(
    (seen, claim) => seen.reduce((most, one) => Math.max(most, one), 0) / SWEEPS / sizeOf(claims[claim]!),
  );
  return { worst: Math.max(0, ...chances), chances };
}

/** Somebody who is there twice is one person. */
const sizeOf = ({ members }: Claim): number => new Set(members.map(({ person }) => person)).size;

interface Walk {
  readonly step: (random: () => number) => void;
  readonly inside: (claim: number) => readonly number[];
}

/** Claims keep their size: a step swaps two persons between claims, or between one and those of whom nothing is said. */
function startWalk(claims: readonly Claim[], cases: readonly Case[]): Walk {
  const nowhere = claims.length;
  const options = cases.map((one) => [...claims.keys()].filter((claim) => claims[claim]!.fits(one)).concat(nowhere));
  const index = new Map(cases.map(({ id }, at) => [id, at]));
  const inside: number[][] = [...claims.map(({ members }) => members.map(({ id }) => index.get(id)!)), []];
  const where = cases.map(() => nowhere);
  for (const [claim, members] of inside.entries()) for (const one of members) where[one] = claim;
  inside[nowhere] = [...cases.keys()].filter((one) => where[one] === nowhere);
  const codes = cases.map(({ abuse }) => new Set(abuse));
  const counts = claims.map(
    (_, claim) =>
      new Map(ENGINE_CODES.all.map((code) => [code, inside[claim]!.filter((one) => codes[one]!.has(code)).length])),
  );

  /** How much likelier the claim becomes by the swap. */
  const change = (claim: number, goes: number, comes: number): number => {
    const { shares, members } = claims[claim] ?? {};
    if (shares === undefined || members === undefined) return 0;
    let sum = 0;
    for (const [code, before] of counts[claim]!) {
      const after = before + Number(codes[comes]!.has(code)) - Number(codes[goes]!.has(code));
      if (after === before) continue;
      const [a, b] = [after, before].map((count) => chanceOfShown(code, shares.get(code), count, members.length));
      sum += Math.log(a!) - Math.log(b!);
    }
    return sum;
  };
  const replace = (claim: number, goes: number, comes: number): void => {
    inside[claim]![inside[claim]!.indexOf(goes)] = comes;
    where[comes] = claim;
    for (const [code, before] of counts[claim] ?? [])
      counts[claim]!.set(code, before + Number(codes[comes]!.has(code)) - Number(codes[goes]!.has(code)));
  };
  return {
    inside: (claim) => inside[claim]!,
    step(random) {
      const one = Math.floor(random() * cases.length);
      const from = where[one]!;
      const to = options[one]![Math.floor(random() * options[one]!.length)]!;
      const others = inside[to]!;
      const other = others[Math.floor(random() * others.length)];
      if (to === from || other === undefined || !options[other]!.includes(from)) return;
      // How often the step is proposed, there and back.
      const [wayOne, wayOther] = [1 / options[one]!.length, 1 / options[other]!.length];
      const there = wayOne / others.length + wayOther / inside[from]!.length;
      const back = wayOne / inside[from]!.length + wayOther / others.length;
      const gain = change(from, one, other) + change(to, other, one) + Math.log(back / there);
      if (gain < 0 && random() >= Math.exp(gain)) return;
      replace(from, one, other);
      replace(to, other, one);
    },
  };
}
