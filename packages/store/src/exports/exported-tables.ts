import { sql, type RawBuilder } from "kysely";
import type { Schema } from "../database/schema.ts";

/** How a table goes into an export: in which order its rows stand, which of them, and what of each is left out. */
interface Exported {
  readonly by: readonly string[];
  readonly where?: RawBuilder<boolean>;
  /** Columns that are empty in the file. */
  readonly without?: readonly string[];
  /** Columns with JSON in which it stands who of the staff did something; the file does not say. */
  readonly nameless?: readonly string[];
}

/** Why a table is in no export. */
type Stays =
  /** Who works here, and what they see and do. */
  | "staff"
  /** What two people of this node's vault signed, and what follows from it. */
  | "vault"
  /** What others said: it is theirs to take back, and a file forgets nothing. */
  | "others"
  /** Whoever reads digests gave their address to this node alone. */
  | "readers"
  /** Of this installation, or of this moment. */
  | "here";

const RELEASED = sql<boolean>`(select object from release)`;
const notReleased = (column: string): RawBuilder<boolean> => sql<boolean>`${sql.ref(column)} not in ${RELEASED}`;
const OWN = sql<boolean>`local = 1 and ${notReleased("id")}`;
const ofOwn = (column: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} in (select id from object where ${OWN})`;
const TOLD = sql<boolean>`${notReleased("object")}`;

/** Every table has a place here: a new one is in no export until somebody has decided that it is. */
export const TABLES: Readonly<Record<keyof Schema, Exported | Stays>> = {
  centre: { by: ["id"] },
  local_actor: { by: ["id"], without: ["rsa_private", "ed25519_private"] },
  campaign: { by: ["id"], nameless: ["data"] },
  object: { by: ["id"], where: OWN },
  publication: { by: ["object"], where: ofOwn("object") },
  audience: { by: ["object"], where: ofOwn("object") },
  tombstone: { by: ["id"], where: sql<boolean>`local = 1` },
  post: { by: ["id"], nameless: ["data"] },
  action: { by: ["id"], nameless: ["data"] },
  participation: { by: ["action"] },
  call: { by: ["id"], nameless: ["data"] },
  body_decision: { by: ["id"], nameless: ["data"] },
  remote_host: { by: ["host"] },
  remote_inbox: { by: ["id"] },
  remote_actor: { by: ["id"] },
  remote_key: { by: ["id"] },
  follow: { by: ["follower", "followed"] },
  catch_up: { by: ["actor"] },
  activity: { by: ["sequence"], where: TOLD },
  // What waits would be sent twice.
  delivery: {
    by: ["id"],
    where: sql<boolean>`state <> 'waiting' and activity in (select sequence from activity where ${TOLD})`,
  },
  feed: { by: ["name"] },
  watched_feed: { by: ["name"] },
  feed_entry: { by: ["id"], where: ofOwn("object") },
  feed_place: {
    by: ["place", "branch", "published", "entry"],
    where: sql<boolean>`entry in (select id from feed_entry where ${ofOwn("object")})`,
  },
  ally: { by: ["peer"] },
  alliance: { by: ["id"] },
  charter_version: { by: ["hash"] },
  charter_signature: { by: ["version", "key"] },
  charter_leave: { by: ["hash"] },
  member_key: { by: ["member", "key"] },
  attestation: { by: ["offer"] },
  vouch: { by: ["subject", "issuer", "jti"] },
  endorsement: { by: ["endorser", "campaign"] },
  organiser: { by: ["campaign", "organiser"] },
  seen_organiser: { by: ["campaign", "organiser"] },
  succession: { by: ["former", "later"] },
  tally: { by: ["campaign", "centre"] },
  pledge: { by: ["id"] },
  acknowledgement: { by: ["call", "actor"] },
  domain_policy: { by: ["host"] },
  recommendation: { by: ["host"] },
  recommendation_source: { by: ["actor"] },
  proposed_level: { by: ["source", "host"] },
  moved: { by: ["former"] },

  staff: "staff",
  session: "staff",
  half_session: "staff",
  invitation: "staff",
  second_factor: "staff",
  recovery_code: "staff",
  sign_in_limit: "staff",
  level_change: "staff",
  work_in_progress: "staff",
  notice: "staff",
  notice_address: "staff",
  alarm: "staff",
  release: "vault",
  bulletin: "vault",
  bulletin_author: "vault",
  bulletin_code: "vault",
  statistics: "vault",
  arrival: "others",
  received_call: "others",
  received_need: "others",
  flag: "others",
  digest: "readers",
  inbox_item: "here",
  key_value: "here",
  message: "here",
  move_asked: "here",
  setting: "here",
};
