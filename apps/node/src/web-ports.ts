import { readersOf, type ActorId, type Audience } from "@commonhall/domain";
import type { Federation } from "@commonhall/federation";
import type { Store } from "@commonhall/store";
import type { Vault } from "@commonhall/vault";
import type { WebPorts } from "@commonhall/web";
import { calendarAddress } from "./calendar-address.ts";
import { enrollingCommands, enrollingStaff } from "./vault/enrolling-staff.ts";
import { toStrength } from "./vault/strength.ts";
import { workersDoors } from "./vault/workers-doors.ts";
import type { NodeWatch } from "./watching/watch-node.ts";

interface Rooms {
  readonly store: Store;
  readonly federation: Federation;
  readonly vault: Vault;
  readonly watch: NodeWatch;
}

interface WebPortOptions {
  readonly testNetwork: boolean;
  readonly mail?: object;
  readonly onionOrigin?: string;
}

/** Behind each page the room that it shows and works on. */
export const webPorts = (
  { store, federation, vault, watch }: Rooms,
  options: WebPortOptions,
): Omit<WebPorts, "site" | "version" | "source" | "testNetwork" | "clock" | "log" | "newId" | "setUpCode"> => {
  const hasMail = options.mail !== undefined;
  return {
    centres: store.direct.centres,
    bulletins: store.bulletinViews,
    feeds: store.feedViews,
    watchedFeeds: store.watchedFeeds,
    centreCommands: enrollingCommands(federation.commands, store.staffDesk, vault, toStrength(store, options)),
    callCommands: federation.commands,
    calls: store.callViews,
    audiences: {
      allies: store.allyViews,
      alliances: store.allianceViews,
      readers: (audience, kind) => readersOf(store.direct, audience, kind),
    },
    campaignCommands: federation.commands,
    followCommands: federation.follow,
    staffDesk: enrollingStaff(store.staffDesk, vault),
    ...togetherPorts(store, federation),
    campaigns: store.campaignViews,
    objects: store.objectViews,
    digests: { commands: federation.digests, views: store.digestViews, hasMail },
    follows: { ...store.followViews, moved: (limit) => store.movedViews.list(limit) },
    calendarAddress: calendarAddress(store.settings),
    deliveries: store.deliveryViews,
    watch,
    noticeCommands: federation.commands,
    notices: { addresses: store.noticeAddresses, views: store.noticeViews, hasMail },
    pledges: {
      ...store.pledgeViews,
      ...federation.pledges,
      meantFor: (audience) => meantFor(store, audience),
    },
    participation: store.participation,
    workInProgress: store.workInProgress,
    domains: store.direct.domains,
    decisions: store.decisions,
    moderation: {
      commands: federation.moderation,
      views: store.moderationViews,
      recommendations: store.direct.recommendations,
      flags: { ...store.flagViews, ...store.direct.flags, flag: (...flag) => federation.commands.flag(...flag) },
    },
    ...sealedPorts(store, vault, options),
  };
};

/** What centres do with each other, and what waits apart until somebody lets it in. */
const togetherPorts = (
  store: Store,
  federation: Federation,
): Pick<WebPorts, "endorsements" | "organisers" | "allies" | "alliances" | "attestations" | "vouching" | "apart"> => ({
  endorsements: { ...store.endorsementViews, ...federation.endorsements },
  organisers: { ...store.organiserViews, ...federation.organisers },
  allies: { ...store.allyViews, ...federation.allies },
  alliances: { ...store.allianceViews, ...federation.alliances },
  attestations: { ...store.attestationViews, ...federation.attestations },
  vouching: federation.vouching,
  apart: { ...store.apartViews, letIn: (offer) => store.direct.apart.letIn(offer) },
});

/** Whose answers to a call are looked for: our allies, where everybody may read it, else those whom it is for. */
async function meantFor({ direct }: Store, audience: Audience): Promise<readonly ActorId[]> {
  const readers = await readersOf(direct, audience, "calls");
  return readers === "everybody" ? (await direct.allies.accepted()).map(({ peer }) => peer) : readers;
}

/** What is told at the workers' door, and what is done with it at the desk. */
const sealedPorts = (
  store: Store,
  vault: Vault,
  { onionOrigin }: Pick<WebPortOptions, "onionOrigin">,
): Pick<WebPorts, "intake" | "casework"> => ({
  intake: {
    intakes: vault.intakes,
    returns: vault.returnChannel,
    drafts: vault.drafts,
    tokens: vault.formTokens,
    networkCounts: vault.networkCounts,
    door: workersDoors(store.settings),
    ...(onionOrigin === undefined ? {} : { onionOrigin }),
  },
  casework: { vault: vault.door, intakes: vault.intakes, drafts: vault.helperDrafts },
});
