import type { HarmCheck } from "./harm-check.ts";
import type { ActivityId, ActorId, Handle, ObjectId } from "../ids.ts";
import type { AudienceRefused } from "../audiences/check-audience.ts";
import type { Result } from "../result.ts";
import type { Timestamp } from "../time.ts";
import type { Action, ActionDraft, ActionRefused } from "./action.ts";
import type { Campaign, CampaignDraft, Closing } from "./campaign.ts";
import type { StateRefused } from "./campaign-states.ts";
import type { CampaignDraftRefused } from "./check-campaign.ts";
import type { Post, PostDraft } from "./post.ts";

/** What the write side keeps of our own campaigns, posts and actions. */
export interface Campaigns {
  get(id: ActorId): Promise<Campaign | undefined>;
  byHandle(handle: Handle): Promise<Campaign | undefined>;
  put(campaign: Campaign): Promise<void>;
  delete(id: ActorId, at: Timestamp): Promise<void>;
  /** Neither closed nor deleted, and over by the calendar. */
  open(): Promise<readonly Campaign[]>;
  getPost(id: ObjectId): Promise<Post | undefined>;
  putPost(post: Post): Promise<void>;
  getAction(id: ObjectId): Promise<Action | undefined>;
  putAction(action: Action): Promise<void>;
  deletePublication(id: ObjectId): Promise<void>;
}

// ---- what a person can do, from the desk and from the command line alike ----

export interface Published {
  readonly id: ObjectId;
  readonly url: string;
  readonly kind: "campaign" | "post" | "action" | "call";
  /** The Create (or Update, Delete) that told the network. */
  readonly activity: ActivityId;
}

export type PublishRefused =
  | CampaignDraftRefused
  | ActionRefused
  | StateRefused
  | AudienceRefused
  | { readonly type: "no centre yet" }
  | { readonly type: "handle taken"; readonly handle: Handle }
  | { readonly type: "handle cannot change"; readonly handle: Handle }
  | { readonly type: "unknown campaign"; readonly name: string }
  | { readonly type: "campaign closed"; readonly name: string }
  | { readonly type: "not found"; readonly id: string }
  | { readonly type: "not of this kind"; readonly id: string; readonly kind: Published["kind"] }
  | { readonly type: "too large"; readonly bytes: number; readonly limit: number };

type Answer = Promise<Result<Published, PublishRefused>>;

/** `by` is the login name of who does it. Everything is refused whole or done whole. */
export interface CampaignCommands {
  publishCampaign(draft: CampaignDraft, by: string): Answer;
  updateCampaign(id: ActorId, draft: CampaignDraft, by: string): Answer;
  renewCampaign(id: ActorId, by: string): Answer;
  suspendCampaign(id: ActorId, by: string): Answer;
  resumeCampaign(id: ActorId, by: string): Answer;
  closeCampaign(id: ActorId, closing: Closing, by: string): Answer;
  publishPost(draft: PostDraft, by: string): Answer;
  updatePost(id: ObjectId, draft: PostDraft, by: string): Answer;
  publishAction(draft: ActionDraft, by: string): Answer;
  updateAction(id: ObjectId, draft: ActionDraft, by: string): Answer;
  cancelAction(id: ObjectId, by: string): Answer;
  /** A campaign, post, action or call of ours, whichever the id names. */
  deletePublication(id: ObjectId, by: string): Answer;
}

// ---- reading ----

export interface CampaignViews {
  get(id: ActorId): Promise<Campaign | undefined>;
  byHandle(handle: string): Promise<Campaign | undefined>;
  /** All of ours that are not deleted, running ones first, then by date. */
  list(): Promise<readonly Campaign[]>;
  post(id: ObjectId): Promise<Post | undefined>;
  /** For the desk: limited ones are among them. */
  posts(campaign: ActorId | undefined, limit: number): Promise<readonly Post[]>;
  publicPosts(limit: number): Promise<readonly Post[]>;
  action(id: ObjectId): Promise<Action | undefined>;
  /** In the order of their dates, those that have not ended first. */
  actions(campaign: ActorId | undefined, limit: number): Promise<readonly Action[]>;
}

/** How many said that they come, signed, wrote or called (rows C3, C12): a number for each action, never a name. */
export interface Participation {
  count(action: ObjectId): Promise<number>;
  counts(actions: readonly ObjectId[]): Promise<ReadonlyMap<ObjectId, number>>;
  add(action: ObjectId): Promise<number>;
  /** The organiser's own count, which replaces the other: they were there. */
  set(action: ObjectId, count: number): Promise<void>;
}

/** What somebody at the desk has begun to write, kept as typed until it is published or thrown away. */
export interface WorkInProgress {
  readonly id: string;
  readonly kind: Published["kind"];
  readonly by: string;
  readonly saved: Timestamp;
  /** Form fields as typed. */
  readonly fields: Readonly<Record<string, string>>;
  /** What was answered about exactly these fields. */
  readonly checks: readonly HarmCheck[];
}

export interface WorkInProgressStore {
  /** What was answered about it before is forgotten: it was about other words. */
  save(work: Omit<WorkInProgress, "checks">): Promise<void>;
  /** Adds one person's answers, in the place of their earlier ones. False where it was saved anew meanwhile. */
  check(id: string, saved: Timestamp, check: HarmCheck): Promise<boolean>;
  get(id: string): Promise<WorkInProgress | undefined>;
  list(): Promise<readonly WorkInProgress[]>;
  delete(id: string): Promise<void>;
}
