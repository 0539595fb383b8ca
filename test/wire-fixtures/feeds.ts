import { feedFilterFrom, feedName, trusted, type ActorId } from "@commonhall/domain";
import { announceActivity, feedDocument, postDocument, PUBLIC, undoActivity, withProof } from "@commonhall/wire";
import type { Accepted } from "./accepted.ts";
import { keysOf, proofKeyOf } from "./keys.ts";
import { campaign, centre, hall, HALL, post, PUBLISHED, uuid } from "./story.ts";

/** A feed of the hall, which signs with the keys of its node under its own name. */

const filter = filterOf("lb.f.post.any");
const name = feedName(filter);
export const FEED: ActorId = hall.feed(name);
const centreKey = proofKeyOf(centre.id);
const key = { ...proofKeyOf(hall.node()), verificationMethod: hall.proofKey(FEED) };

const announce = announceActivity({
  id: hall.feedAnnounce(name, trusted.feedEntry(uuid(180))),
  actor: FEED,
  object: post.id,
  published: post.published,
  to: [PUBLIC],
  cc: [hall.followers(FEED)],
});

export const FEEDS: readonly Accepted[] = [
  {
    file: "actors/feed.json",
    about: "A feed: a Service named after what it lets through, in its name and in `feedFilter`.",
    document: withProof(feedDocument({ site: HALL, filter, keys: keysOf(hall.node()), centre }), key, PUBLISHED),
  },
  {
    file: "activities/announce-by-feed.json",
    about: "A feed passes on a post by its id, once: the id of the Announce follows from the feed and the post.",
    document: announce,
  },
  {
    file: "activities/undo-announce-by-feed.json",
    about: "The same feed takes that back, because the post was withdrawn.",
    document: undoActivity({
      id: trusted.activity(`${hall.feedAnnounce(name, trusted.feedEntry(uuid(180)))}#undo`),
      actor: FEED,
      to: [PUBLIC],
      cc: [hall.followers(FEED)],
      activity: announce,
    }),
  },
  {
    file: "activities/announce-by-feed-whole.json",
    about: "As it stands in the outbox of the feed: the post whole, with its own proof, for when its origin is gone.",
    document: {
      ...announce,
      object: withProof(postDocument({ site: HALL, post, centre, campaign }), centreKey, post.published),
    },
  },
];

function filterOf(text: string) {
  const read = feedFilterFrom(text);
  if (!read.ok) throw new Error(text);
  return read.value;
}
