import type { ActorId, Audience, PledgeCommands, PledgeViews } from "@commonhall/domain";

/** What the pages of pledges ask for. */
export interface PledgePorts extends PledgeViews, PledgeCommands {
  /** The allies that a call of ours is meant for: whose answers are looked for. Never who else may read it. */
  meantFor(audience: Audience): Promise<readonly ActorId[]>;
}
