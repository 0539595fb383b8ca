import { randomUUIDv7 } from "node:crypto";
import type { Approvals, Clock, Contacts, DigestMail, NoticeMail } from "@commonhall/domain";
import type { Federation, Log } from "@commonhall/federation";
import type { Store } from "@commonhall/store";
import type { Site } from "@commonhall/wire";
import { SOFTWARE } from "./software.ts";

/** What a node is made of, whatever it is opened for. */
export interface NodeOptions {
  readonly dataFolder: string;
  readonly site: Site;
  readonly testNetwork: boolean;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Whose signatures let a bulletin out. */
  readonly approvals?: Approvals;
  /** Where a mail server is set. */
  readonly noticeMail?: NoticeMail;
  readonly digestMail?: DigestMail;
  /** Hears by the way which hosts are there. */
  readonly contacts?: Contacts;
}

/** Where nobody says who may sign, nobody has signed anything. */
const NOBODY: Approvals = { areTwo: async () => false };

/** Hands to the federation what it asks for. It is loaded here, because commands that only look something up do without. */
export async function federationOver(store: Store, options: NodeOptions): Promise<Federation> {
  const { createFederation } = await import("@commonhall/federation");
  const { site, testNetwork, clock, random, log } = options;
  return createFederation({
    site,
    testNetwork,
    clock,
    random,
    log,
    software: SOFTWARE,
    newId: randomUUIDv7,
    work: store.work,
    direct: store.direct,
    deliveries: store.deliveries,
    inbox: store.inbox,
    objects: store.objectViews,
    approvals: options.approvals ?? NOBODY,
    calls: store.callViews,
    campaigns: store.campaignViews,
    feeds: store.feedViews,
    follows: store.followViews,
    endorsements: store.endorsementViews,
    organisers: store.organiserViews,
    staff: store.staffDesk,
    noticeAddresses: store.noticeAddresses,
    ...(options.noticeMail === undefined ? {} : { noticeMail: options.noticeMail }),
    digestSeals: store.digestSeals,
    digestViews: store.digestViews,
    ...(options.digestMail === undefined ? {} : { digestMail: options.digestMail }),
    ...(options.contacts === undefined ? {} : { contacts: options.contacts }),
    keyValue: store.keyValue,
    tasks: store.queue("tasks"),
    onChange: (listener) => store.onChange(listener),
  });
}
