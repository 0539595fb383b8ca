import {
  DAY,
  trusted,
  type ActorId,
  type AllianceLine,
  type Audience,
  type ObjectId,
  type PlainDate,
  type Result,
} from "@commonhall/domain";
import { databaseFile } from "@commonhall/node";
import { officers, type Officers } from "@commonhall/testkit";
import {
  actionDraft,
  callDraft,
  campaignDraft,
  network,
  postDraft,
  START,
  texts,
  type Network,
  type TestNode,
} from "@commonhall/testkit/network";
import Database from "better-sqlite3";
import { releases } from "./released.ts";
import {
  AUDIENCES_OF,
  KINDS,
  isReleased,
  momentsOf,
  NAMED,
  NODES,
  type AudienceName,
  type Moment,
  type Person,
  type Walked,
} from "./table.ts";

/** Something that was published, with the words that it has now; before a change it had others. */
export interface Subject {
  readonly kind: Walked;
  readonly audience: AudienceName;
  readonly moment: Moment;
  readonly id: ObjectId;
  /** The Note that tells of it: of a campaign its opening post, of everything else itself. */
  readonly note: ObjectId;
  readonly words: string;
  readonly oldWords: string;
}

export type Node = Exclude<Person, "anybody">;
type Nodes = Record<Node | "hall", TestNode>;
export interface Scene {
  readonly net: Network;
  readonly nodes: Nodes;
  readonly campaign: ActorId;
  /** Path of its page. */
  readonly alliance: string;
  readonly subjects: readonly Subject[];
}

export const TAG = "walked";
const BY = "first";

/** Everybody where they are, everything said, and who leaves has left. */
export async function scene(): Promise<Scene> {
  const who = officers();
  const net = await network(["hall", ...NODES], { approvals: who.approvals });
  const { hall, follower, blocked } = net;
  for (const one of [follower, blocked]) await one.follows(hall);
  await net.settle();
  await makeAllies(net);
  const { id: alliance, hash } = await makeAlliance(net);
  const { campaign } = await hall.publishes({ handle: "stage", name: "The stage" });
  const said = sayings(net, { alliance, campaign, who });

  const first = await said.all("before");
  await net.settle();
  await leave(net, alliance);
  // Within a day it is put away what is not theirs any more (`implements` in an actor's document).
  await net.pass(DAY);
  for (const one of first) await said.change(one);
  const subjects = [...first.map(asChanged), ...(await said.all("since")), ...(await said.all("narrowed"))];
  const toDelete = await said.all("deleted");
  await net.settle();
  net.clock.advance(60_000);
  for (const one of subjects) if (one.moment === "narrowed") await said.narrow(one);
  for (const one of toDelete) await said.takeBack(one);
  await net.settle();
  return {
    net,
    nodes: net,
    campaign,
    alliance: `/alliances/${hash}`,
    subjects: [...subjects.map((one) => (one.moment === "narrowed" ? asChanged(one) : one)), ...toDelete],
  };
}

type Net = Network & Nodes;

async function makeAllies(net: Net): Promise<void> {
  const { hall, ally, both, formerAlly, blocked } = net;
  for (const one of [ally, both, formerAlly, blocked]) {
    await hall.offersAlliance(one);
    await net.settle();
    await one.acceptsAlliance(hall);
    await net.settle();
  }
}

async function makeAlliance(net: Net): Promise<Pick<AllianceLine, "id" | "hash">> {
  const { hall, both, member, formerMember, blocked } = net;
  const members = [hall, both, member, formerMember, blocked];
  const kinds = { campaigns: { from: "all", passOn: false }, calls: { from: "all", passOn: false } } as const;
  const draft = {
    name: texts("The harbour"),
    purpose: texts("To answer each other."),
    public: true,
    terms: { kinds },
    until: "2027-11-22" as PlainDate,
    members: members.map(({ handle }) => handle),
  };
  const { id, hash } = done(await hall.running.federation.alliances.found(draft));
  await net.settle();
  for (const one of members.slice(1)) {
    done(await one.running.federation.alliances.sign(id));
    await net.settle();
  }
  return { id, hash };
}

/** The alliance of two ends by us, the one of many by them; and a domain is refused whoever lives there. */
async function leave(net: Net, alliance: ObjectId): Promise<void> {
  const { hall, formerAlly, formerMember, blocked } = net;
  await hall.endsAlliance(formerAlly);
  done(await formerMember.running.federation.alliances.leave(alliance));
  await net.settle();
  const host = trusted.host(new URL(blocked.origin).host);
  await hall.running.federation.moderation.setLevel(host, "refuse", BY, "walked");
  await net.settle();
}

// ---- saying ----

interface Said extends Subject {
  /** What is deleted with it: itself, or the call that it reports on. */
  readonly owner: ObjectId;
  readonly to: Audience;
}

/**
 * What is changed has its other words from then on, but for a report, which comes when what it reports on is changed, and
 * for what is never changed.
 */
const asChanged = (one: Said): Said =>
  one.kind === "report" || isReleased(one.kind) ? one : { ...one, words: `${one.oldWords}-anew` };

function sayings(net: Net, stage: { readonly alliance: ObjectId; readonly campaign: ActorId; readonly who: Officers }) {
  const { hall } = net;
  const released = releases(hall, stage.who);
  const { commands } = hall.running.federation;
  const { campaign } = stage;
  const audienceOf = (audience: AudienceName, moment: Moment): Audience => {
    switch (audience) {
      case "named": {
        const named = NAMED[moment === "before" ? "before" : "since"];
        return { type: "named", actors: named.map((one) => net[one].id) };
      }
      case "alliance":
        return { type: "alliance", alliance: stage.alliance };
      default:
        return { type: audience };
    }
  };
  const drafts = (words: string, to: Audience) => ({
    campaign: campaignDraft({ handle: words.replaceAll("-", ""), name: words, summary: words }),
    post: { ...postDraft(words, campaign), tags: [TAG], audience: to },
    action: actionDraft(campaign, { name: words, text: words }),
    call: callDraft({ text: texts(words), campaign, audience: to, expires: START + 7 * DAY }),
  });

  const say = async (kind: Walked, audience: AudienceName, moment: Moment): Promise<Said> => {
    const words = `w-${kind}-${audience}-${moment}`;
    const to = audienceOf(audience, moment);
    if (isReleased(kind)) {
      const { id, words: place } = await released.letOut(kind, audience);
      return { kind, audience, moment, to, id, note: id, owner: id, words: place, oldWords: place };
    }
    const draft = drafts(words, to);
    const published = {
      campaign: () => commands.publishCampaign(draft.campaign, BY),
      post: () => commands.publishPost(draft.post, BY),
      action: () => commands.publishAction(draft.action, BY),
      call: () => commands.publishCall(draft.call, BY),
      report: () => commands.publishCall(drafts(`about-${audience}-${moment}`, to).call, BY),
    };
    const { id } = done(await published[kind]());
    const note = (await hall.running.store.campaignViews.get(trusted.actor(id)))?.openingPost ?? id;
    const said = { kind, audience, moment, to, id, note, owner: id, words, oldWords: words };
    return kind === "report" && (moment === "since" || moment === "deleted") ? report(said) : said;
  };
  const report = async (said: Said): Promise<Said> => {
    done(await commands.closeCall(said.owner, "ended", texts(said.words), BY));
    const closing = (await hall.running.store.callViews.get(said.owner))?.closing;
    if (closing === undefined) throw new Error("No report");
    return Object.assign(said, { id: closing.report, note: closing.report });
  };
  const takeBack = async ({ kind, owner }: Said): Promise<void> => {
    if (isReleased(kind)) await released.takeBack(owner);
    else await hall.deletes(owner);
  };
  const change = async (one: Said): Promise<void> => {
    if (isReleased(one.kind)) return;
    const draft = drafts(`${one.oldWords}-anew`, one.to);
    const handle = drafts(one.oldWords, one.to).campaign.handle;
    const changed = {
      campaign: () => commands.updateCampaign(trusted.actor(one.id), { ...draft.campaign, handle }, BY),
      post: () => commands.updatePost(one.id, draft.post, BY),
      action: () => commands.updateAction(one.id, draft.action, BY),
      call: () => commands.updateCall(one.id, draft.call, BY),
    };
    if (one.kind === "report") await report(one);
    else done(await changed[one.kind]());
  };
  const narrow = async (one: Said): Promise<void> => {
    const to: Audience = { type: "named", actors: [net.both.id] };
    if (one.kind === "report") {
      done(await commands.narrowCall(one.owner, to, BY));
      await report(one);
    } else await change({ ...one, to });
  };
  const all = async (moment: Moment): Promise<Said[]> => {
    const subjects: Said[] = [];
    for (const kind of KINDS) {
      for (const audience of AUDIENCES_OF[kind]) {
        if (momentsOf(kind, audience).includes(moment)) subjects.push(await say(kind, audience, moment));
      }
    }
    return subjects;
  };
  return { all, change, narrow, takeBack };
}

// ---- what each node knows of it ----

interface Told {
  readonly id: string;
  readonly type: string;
}

/** Everything that the node itself has ever told about it, oldest first. */
export const toldOf = (node: TestNode, { id, note }: Subject): readonly Told[] =>
  rows(node, "SELECT id, type FROM activity WHERE object IN (?, ?) ORDER BY sequence", id, note).map((row) => ({
    id: String(row["id"]),
    type: String(row["type"]),
  }));

/** Ids of all activities that came to its inboxes, whatever became of them. */
export const cameTo = (node: TestNode): ReadonlySet<string> =>
  new Set(rows(node, "SELECT id FROM inbox_item").map(({ id }) => String(id)));

function rows(node: TestNode, query: string, ...values: string[]): readonly Record<string, unknown>[] {
  const database = new Database(databaseFile(node.dataFolder), { readonly: true });
  try {
    return database.prepare<string[], Record<string, unknown>>(query).all(...values);
  } finally {
    database.close();
  }
}

export function done<T, E extends { readonly type: string }>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}
