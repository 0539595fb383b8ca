import type { Migration } from "kysely/migration";
import { arrivalsInTurn } from "./0019-arrivals-in-turn.ts";
import { first } from "./0001-first.ts";
import { digests } from "./0016-digests.ts";
import { feeds } from "./0014-feeds.ts";
import { heartbeats } from "./0016-heartbeats.ts";
import { bulletins } from "./0013-bulletins.ts";
import { joining } from "./0002-joining.ts";
import { wholeFeeds } from "./0017-whole-feeds.ts";
import { shownEntries } from "./0016-shown-entries.ts";
import { watchedFeeds } from "./0015-watched-feeds.ts";
import { calls } from "./0006-calls.ts";
import { secondFactor } from "./0003-second-factor.ts";
import { allies } from "./0004-allies.ts";
import { alliances } from "./0005-alliances.ts";
import { pledges } from "./0007-pledges.ts";
import { moderation } from "./0010-moderation.ts";
import { decisions } from "./0012-decisions.ts";
import { withdrawn } from "./0015-withdrawn.ts";
import { harmChecks } from "./0011-harm-checks.ts";
import { moved } from "./0018-moved.ts";
import { notices } from "./0009-notices.ts";
import { together } from "./0008-together.ts";
import { invitedAgain } from "./0004-invited-again.ts";

/** In the order of their names. One that has been released is never changed again. */
export const migrations: Record<string, Migration> = {
  "0001-first": first,
  "0002-joining": joining,
  "0003-second-factor": secondFactor,
  "0004-allies": allies,
  "0005-alliances": alliances,
  "0007-pledges": pledges,
  "0009-notices": notices,
  "0010-moderation": moderation,
  "0011-harm-checks": harmChecks,
  "0012-decisions": decisions,
  "0013-bulletins": bulletins,
  "0014-feeds": feeds,
  "0015-withdrawn": withdrawn,
  "0016-heartbeats": heartbeats,
  "0016-shown-entries": shownEntries,
  "0017-whole-feeds": wholeFeeds,
  "0018-moved": moved,
  "0015-watched-feeds": watchedFeeds,
  "0016-digests": digests,
  "0006-calls": calls,
  "0008-together": together,
  "0004-invited-again": invitedAgain,
  "0019-arrivals-in-turn": arrivalsInTurn,
};
