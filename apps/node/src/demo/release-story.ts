import { DAY, dateOf, monthFrom, quarterEnd, releaseDate, releaseTime, type Timestamp } from "@commonhall/domain";
import { atDesk, unlocked, type AtDesk } from "./at-desk.ts";
import { asks } from "./asks.ts";
import { setClocks, type DemoNode } from "./demo-node.ts";
import { readable, type Opened } from "./form-by-http.ts";
import type { Nodes, Step } from "./story.ts";
import { tellWithoutCode } from "./tell-by-form.ts";

const STORY = "I have had no pay since May, and my passport is in their safe.";
/** Enough for a group of eleven, whatever is held back and drawn on top by lot. */
const WORKERS = 26;
const HOUSES = ["Achrafieh", "Badaro", "Furn el Chebbak", "Hamra", "Jnah", "Ras Beirut", "Sin el Fil", "Verdun"];

/**
 * What many workers tell becomes a statement about a group, which two people sign, and which leaves on the release day: to
 * allies, and to nobody else. Between quarter and release day there are weeks, and two days in which everybody can still
 * think better of it. So the nodes are switched off and on again with their clocks set ahead.
 */
export async function* releaseDay(nodes: Nodes): AsyncGenerator<Step> {
  const { beirut, ...receivers } = nodes;
  const others = Object.values(receivers);
  const day = releaseDayOf(beirut.clock());
  yield* workersTell(beirut);
  await setClocks(beirut, others, day - 5 * DAY);
  yield clockIsRight(await unlocked(beirut, "second"), day);
  yield* twoSign(nodes);
  await setClocks(beirut, others, day);
  yield* itLeaves(nodes, day);
}

/** That of the quarter that it is now. */
function releaseDayOf(now: Timestamp): Timestamp {
  const month = monthFrom(dateOf(now).slice(0, 7));
  if (month === undefined) throw new Error("No calendar has this month.");
  return releaseTime(releaseDate(quarterEnd(month)).date);
}

async function* workersTell(beirut: DemoNode): AsyncGenerator<Step> {
  // The key to coded records is made by whoever is to hold it; from then on there are such records.
  for (const officer of ["third", "fourth"]) await unlocked(beirut, officer);
  const caseworker = await unlocked(beirut, "second");
  const before = await waiting(caseworker);
  const telling = { happened: ["documents", "wages"], story: STORY, consents: ["C1", "C2"] };
  await someAtOnce(Array.from({ length: WORKERS }), () => tellWithoutCode(beirut, telling));
  yield {
    told: `${WORKERS} workers of ${HOUSES.length} houses tell Beirut that they are not paid, and agree to be counted in a group`,
    seen: async () =>
      (await waiting(caseworker)).length === before.length + WORKERS
        ? "so many at once are set aside until a caseworker looks at each"
        : undefined,
  };
  await codeAll(caseworker);
  yield {
    told: "The caseworker talks with each of them, verifies, and puts it into codes",
    seen: async () => ((await waiting(caseworker)).length === 0 ? "nothing waits" : undefined),
  };
}

/** On all pages of the list. */
async function waiting(caseworker: AtDesk): Promise<readonly string[]> {
  const { html } = await caseworker.open("/desk/cases?status=quarantined");
  return [...new Set([...html.matchAll(/href="\/desk\/cases\/([\w-]+)"/g)].map(([, id = ""]) => id))];
}

async function codeAll(caseworker: AtDesk): Promise<void> {
  const register = await caseworker.open("/desk/register");
  for (const house of HOUSES) {
    await caseworker.send(register, "/desk/register", {
      kind: "employer",
      name: `A house in ${house}`,
      answer: "other",
    });
  }
  await someAtOnce(await waiting(caseworker), (id, at) => codeOne(caseworker, id, at));
}

async function codeOne(caseworker: AtDesk, id: string, at: number): Promise<void> {
  const path = `/desk/cases/${id}`;
  const accepted = await caseworker.send(await caseworker.open(path), `${path}/accept`);
  await caseworker.send(accepted, `${path}/verify`);
  const page = await caseworker.open(`${path}/coding`);
  await caseworker.send(page, `${path}/coding`, {
    kinds: ["wage.unpaid", "mig.passportHeld"],
    main: "wages",
    sector: "isic4:T97",
    place: "LB-BA",
    origin: "NP",
    adult: "yes",
    employer: employersOn(page)[at % HOUSES.length] ?? "",
  });
}

async function someAtOnce<T>(all: readonly T[], work: (one: T, at: number) => Promise<void>): Promise<void> {
  const left = [...all.entries()];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: 4 }, lane));
}

function employersOn({ html }: Opened): readonly string[] {
  const [, list = ""] = /<select [^>]*name="employer"[^>]*>([\s\S]*?)<\/select>/.exec(html) ?? [];
  return [...list.matchAll(/<option value="([^"]+)"/g)].map(([, value = ""]) => value);
}

function clockIsRight(caseworker: AtDesk, day: Timestamp): Step {
  const when = new Date(day - 5 * DAY).toISOString().slice(0, 10);
  return {
    told: `All clocks are set to ${when}; Beirut's caseworker says that hers is right`,
    seen: async () => {
      const page = await caseworker.open("/desk/cases");
      if (page.html.includes("/desk/clock")) await caseworker.send(page, "/desk/clock");
      return (await caseworker.open("/desk/cases")).html.includes("/desk/clock")
        ? undefined
        : "a clock that jumps makes, signs and releases nothing until somebody has";
    },
  };
}

async function* twoSign({ beirut, hongKong, federation }: Nodes): AsyncGenerator<Step> {
  const proposer = await unlocked(beirut, "third");
  const figures = { country: "LB", catchment: "2000000", audience: "allies" };
  await proposer.send(await proposer.open("/desk/releases/figures"), "/desk/releases/figures", figures);
  const made = await proposer.send(await proposer.open("/desk/releases"), "/desk/releases/make");
  const candidates = candidatesOn(made);
  yield {
    told: "An officer opens the coded records with her own passphrase, five days before the release day",
    seen: async () => whatAlliesWillSee(made),
  };
  const signed = await signAll(proposer, candidates);
  yield {
    told: "She accepts it as it is, and signs as the first of two",
    seen: async () =>
      signed.html.includes("/desk/releases/accept") ? undefined : "a second signature is offered to her nowhere",
  };
  const both = await signAll(await unlocked(beirut, "fourth"), candidates);
  yield {
    told: "A colleague signs as the second, with keys of his own",
    seen: async () => {
      const [leaves] = /It leaves on [^.]*/.exec(readable(both.html)) ?? [];
      const early = await Promise.all([hongKong, federation].map((node) => node.data.bulletinViews.list({})));
      return leaves !== undefined && early.every(({ length }) => length === 0)
        ? `${leaves}; until then both can stop it, and allies have nothing`
        : undefined;
    },
  };
}

const candidatesOn = ({ html }: Opened): readonly string[] => [
  ...new Set([...html.matchAll(/name="candidate" value="([^"]+)"/g)].map(([, id = ""]) => id)),
];

/** Of a group; the tables beside it stay apart. */
const whatAlliesWillSee = ({ html }: Opened): string | undefined =>
  /What workers reported: .*?(?= How )/.exec(readable(html))?.[0];

async function signAll(officer: AtDesk, candidates: readonly string[]): Promise<Opened> {
  let page = await officer.open("/desk/releases");
  for (const candidate of candidates) page = await officer.send(page, "/desk/releases/accept", { candidate });
  return page;
}

async function* itLeaves({ beirut, hongKong, federation, stranger }: Nodes, day: Timestamp): AsyncGenerator<Step> {
  const hour = `${dateOf(day)}, 09:00 UTC`;
  for (const ally of [hongKong, federation]) {
    const desk = await atDesk(ally, "first");
    yield {
      told: `${hour}: what two people have signed leaves, and ${ally.part.name} has it at its desk`,
      seen: async () => firstBulletin(await desk.open("/desk/bulletins")),
    };
  }
  const [line] = await beirut.data.bulletinViews.list({});
  const address = line?.object ?? "";
  yield {
    told: `${hongKong.part.name} asks for its address, signed, and so does the stranger`,
    seen: async () => {
      const answers = [await asks(hongKong, address), await asks(stranger, address), (await fetch(address)).status];
      return answers.join() === "200,404,404"
        ? "200 for the ally, 404 for the stranger and for nobody in particular"
        : undefined;
    },
  };
  const outside = await atDesk(stranger, "first");
  yield {
    told: "The stranger follows Beirut, and looks at its desk",
    seen: async () => {
      const page = await outside.open("/desk/bulletins");
      const got =
        (await stranger.data.bulletinViews.list({})).length + (await stranger.data.bulletinViews.tables({})).length;
      return page.status === 200 && firstBulletin(page) === undefined && got === 0
        ? "no bulletin, no table"
        : undefined;
    },
  };
}

/** What a desk tells in the first line of its list. */
function firstBulletin({ html }: Opened): string | undefined {
  const [, row] = /<table class="bulletins">[\s\S]*?<tbody>\s*<tr[^>]*>([\s\S]*?)<\/tr>/.exec(html) ?? [];
  return row === undefined
    ? undefined
    : [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = ""]) => readable(cell)).join(" · ");
}
