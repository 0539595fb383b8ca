import {
  ALL_BETWEEN_US,
  asObject,
  type ActorId,
  type AllyState,
  type AllyTerms,
  type Audience,
  type CallDraft,
  type Closing,
  type FollowLine,
  type Kind,
  type ObjectId,
  type Published,
  type Result,
  type TimelineItem,
} from "@commonhall/domain";
import { calendarAddress, type RunningNode } from "@commonhall/node";
import {
  actionDraft,
  callDraft,
  campaignDraft,
  centreDraft,
  postDraft,
  type Written,
  type WrittenAction,
  type WrittenCampaign,
} from "./drafts.ts";

/** One node of a test's network, and what its people do, in words that a test reads as sentences. */
export interface TestNode {
  readonly name: string;
  /** `@beirut@127.0.0.1:49152` */
  readonly handle: string;
  readonly id: ActorId;
  readonly origin: string;
  readonly dataFolder: string;
  /** Of PostgreSQL; undefined where its store lies in its folder. */
  readonly database: string | undefined;
  /** The settings by which `hall` finds it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Throws while the node is stopped. */
  readonly running: RunningNode;
  readonly isRunning: boolean;

  publishes(campaign: WrittenCampaign): Promise<Published & { readonly campaign: ActorId }>;
  posts(text: Written, campaign?: ActorId): Promise<Published>;
  /** To allies, unless told to whom. */
  tells(text: Written, audience?: Audience): Promise<Published>;
  /** Everything both ways, unless told on which terms. */
  offersAlliance(who: TestNode, terms?: Partial<AllyTerms>): Promise<AllyState>;
  acceptsAlliance(who: TestNode): Promise<AllyState>;
  declinesAlliance(who: TestNode): Promise<AllyState>;
  endsAlliance(who: TestNode, options?: { readonly forget?: "everything" }): Promise<AllyState>;
  /** How it sees its allies: states by the names of their centres. */
  allies(): Promise<Readonly<Record<string, AllyState>>>;
  calls(campaign: ActorId, action?: WrittenAction): Promise<Published>;
  callsForHelp(call?: Partial<CallDraft>): Promise<Published>;
  /** Calls its centre otherwise from now on. */
  renamesCentre(name: Written): Promise<void>;
  changesCampaign(id: ActorId, campaign: WrittenCampaign): Promise<Published>;
  changesPost(id: ObjectId, text: Written, campaign?: ActorId): Promise<Published>;
  changesAction(id: ObjectId, campaign: ActorId, action: WrittenAction): Promise<Published>;
  cancels(action: ObjectId): Promise<Published>;
  closes(campaign: ActorId, closing?: Partial<Closing>): Promise<Published>;
  deletes(id: ObjectId | ActorId): Promise<Published>;
  follows(who: TestNode | string): Promise<void>;
  unfollows(who: TestNode | string): Promise<void>;

  timeline(filter?: { readonly kind?: Kind; readonly from?: ActorId }): Promise<readonly TimelineItem[]>;
  /** The texts of what arrived, newest first. */
  reads(kind?: Kind): Promise<readonly string[]>;
  /** Where the centre's own calendar lies. */
  calendarUrl(): Promise<string>;
  renewsCalendar(): Promise<void>;
  following(): Promise<readonly FollowLine[]>;
  followers(): Promise<readonly FollowLine[]>;

  stop(): Promise<void>;
  start(): Promise<void>;
}

interface Parts {
  readonly name: string;
  readonly handle: string;
  readonly id: ActorId;
  readonly origin: string;
  readonly dataFolder: string;
  readonly database: string | undefined;
  readonly start: () => Promise<RunningNode>;
  readonly first: RunningNode;
}

const BY = "first";

export function testNode({ start, first, ...parts }: Parts): TestNode {
  let current: RunningNode | undefined = first;
  const running = (): RunningNode => {
    if (current === undefined) throw new Error(`${parts.name} is stopped`);
    return current;
  };
  const commands = () => running().federation.commands;
  const follow = () => running().federation.follow;
  const allies = () => running().federation.allies;
  return {
    ...parts,
    environment: environmentOf(parts),
    get running() {
      return running();
    },
    get isRunning() {
      return current !== undefined;
    },
    publishes: async (campaign) => {
      const published = done(await commands().publishCampaign(campaignDraft(campaign), BY));
      return { ...published, campaign: published.id as string as ActorId };
    },
    posts: async (text, campaign) => done(await commands().publishPost(postDraft(text, campaign), BY)),
    tells: async (text, audience = { type: "allies" }) =>
      done(await commands().publishPost({ ...postDraft(text), audience }, BY)),
    offersAlliance: async (who, terms) =>
      done(await allies().offer(who.handle, { grid: ALL_BETWEEN_US, ...terms })).state,
    acceptsAlliance: async (who) => done(await allies().accept(who.handle)).state,
    declinesAlliance: async (who) => done(await allies().decline(who.handle)).state,
    endsAlliance: async (who, options) => done(await allies().end(who.handle, options)).state,
    allies: async () => {
      const lines = await running().store.allyViews.list();
      return Object.fromEntries(lines.map(({ name, state }) => [name, state]));
    },
    calls: async (campaign, action) => done(await commands().publishAction(actionDraft(campaign, action), BY)),
    callsForHelp: async (call) => done(await commands().publishCall(callDraft(call), BY)),
    renamesCentre: async (name) => {
      const { handle: _, ...change } = centreDraft(parts.name, name);
      done(await commands().updateCentre(change, BY));
    },
    changesCampaign: async (id, campaign) => done(await commands().updateCampaign(id, campaignDraft(campaign), BY)),
    changesPost: async (id, text, campaign) => done(await commands().updatePost(id, postDraft(text, campaign), BY)),
    changesAction: async (id, campaign, action) =>
      done(await commands().updateAction(id, actionDraft(campaign, action), BY)),
    cancels: async (id) => done(await commands().cancelAction(id, BY)),
    closes: async (campaign, closing) =>
      done(
        await commands().closeCampaign(
          campaign,
          { outcome: "won", changed: "They paid.", workersTold: true, ...closing },
          BY,
        ),
      ),
    deletes: async (id) => done(await commands().deletePublication(asObject(id as ActorId), BY)),
    follows: async (who) => void done(await follow().follow(addressOf(who))),
    unfollows: async (who) => void done(await follow().unfollow(addressOf(who))),
    timeline: async (filter = {}) => (await running().store.objectViews.timeline({ ...filter, limit: 1000 })).items,
    reads: async (kind) => {
      const { items } = await running().store.objectViews.timeline({
        ...(kind === undefined ? {} : { kind }),
        limit: 1000,
      });
      return items.map(({ object }) => object.text);
    },
    calendarUrl: async () => `${parts.origin}/calendar/${await calendarAddress(running().store.settings).get()}.ics`,
    renewsCalendar: async () => void (await calendarAddress(running().store.settings).renew()),
    following: () => running().store.followViews.following(),
    followers: () => running().store.followViews.followers(),
    stop: async () => {
      const node = running();
      current = undefined;
      await node.close();
    },
    start: async () => {
      if (current !== undefined) throw new Error(`${parts.name} is running`);
      current = await start();
    },
  };
}

const environmentOf = ({ dataFolder, origin, database }: Omit<Parts, "start" | "first">) => ({
  HALL_DATA: dataFolder,
  HALL_ORIGIN: origin,
  HALL_TEST_NETWORK: "1",
  ...(database === undefined ? {} : { HALL_DATABASE: database }),
});

const addressOf = (who: TestNode | string): string => (typeof who === "string" ? who : who.handle);

function done<T>(result: Result<T, { readonly type: string }>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}
