import { randomUUIDv7 } from "node:crypto";
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { err, ok, whatBroke, type Approvals, type Clock, type Result } from "@commonhall/domain";
import type { Federation, Log } from "@commonhall/federation";
import type { Store } from "@commonhall/store";
import type { Vault } from "@commonhall/vault";
import { createWeb, refuse } from "@commonhall/web";
import type { Site } from "@commonhall/wire";
import { type ClockFar, farClock, rememberClock } from "./clock-check.ts";
import { federationOver, type NodeOptions } from "./compose.ts";
import { digestMail } from "./mail/digest-mail.ts";
import { mailRoom, type MailRoomOptions } from "./mail/mail-room.ts";
import { noticeMail } from "./mail/notice-mail.ts";
import { watchMail } from "./mail/watch-mail.ts";
import { openData, type DataRefused } from "./open-data.ts";
import { createHttpServer, type Doors } from "./server/http-server.ts";
import { networkOf } from "./server/network-of.ts";
import { endServer, listen, type ListenRefused } from "./server/listening.ts";
import { sourceArchive } from "./server/source-archive.ts";
import { serveAlone, type ServedAlready } from "./serving-alone.ts";
import { createSetUpCode } from "./set-up-code.ts";
import type { Listen, Role } from "./settings.ts";
import { keepSite, resolveSite, type SiteRefused } from "./site.ts";
import { SOFTWARE } from "./software.ts";
import { startWork, type Work } from "./work.ts";
import { pepperOf, type OpenPepper } from "./vault/pepper.ts";
import { needsVault } from "./vault/needs-vault.ts";
import { moveReleases } from "./vault/release-mover.ts";
import { openSealed, type SealedRefused } from "./vault/open-sealed.ts";
import { strengthOf } from "./vault/strength.ts";
import { workersDoors } from "./vault/workers-doors.ts";
import { watchContacts } from "./watching/contacts.ts";
import { keptLooks } from "./watching/kept-looks.ts";
import { backupsOf } from "./watching/last-backup.ts";
import { ownCertificate } from "./watching/own-certificate.ts";
import { serveMetrics, type MetricsServer } from "./watching/serve-metrics.ts";
import { watchNode, type NodeWatch, type WatchPorts } from "./watching/watch-node.ts";
import { webPorts } from "./web-ports.ts";

/** The centre's own mail server, and the address that it sends from. */
export type MailSettings = Pick<MailRoomOptions, "server" | "from">;

export interface ServeOptions {
  readonly dataFolder: string;
  readonly pepperFile: string;
  readonly pepperIsCredential?: boolean;
  readonly listen: Listen;
  /** `postgres://…`; undefined: SQLite in the data folder. */
  readonly database?: string;
  /** Whether it answers requests and does the work behind them, where nothing is said, or one of the two. */
  readonly role?: Role;
  /** Where figures are given out for Prometheus. */
  readonly metrics?: Listen;
  readonly origin?: string;
  readonly handleHost?: string;
  /** Where workers reach the node over Tor too. */
  readonly onionOrigin?: string;
  /** In the place of `origin` where the system chooses the port. */
  readonly originAt?: (port: number) => string;
  readonly testNetwork: boolean;
  /** Of workers, in test networks; as the vault has it where nothing is said. */
  readonly codesPerMinute?: number;
  readonly mail?: MailSettings;
  /** Whose signatures let a bulletin out. */
  readonly approvals?: Approvals;
  readonly clock: Clock;
  /** Somebody has looked at a calendar: it is believed, whatever it shows. */
  readonly clockIsRight?: boolean;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Whether the node does by itself what waits to be done. Tests that set the clock do it step by step. */
  readonly works: boolean;
}

export interface RunningNode {
  readonly origin: string;
  readonly store: Store;
  readonly federation: Federation;
  readonly vault: Vault;
  readonly watch: NodeWatch;
  /** Where the centre is set up, while there is none. */
  readonly setUpUrl?: string;
  /** What two people have signed leaves, where its hour has come; a node that works does it by itself. */
  readonly moveReleases: () => Promise<void>;
  /** Rejects when the work behind the pages breaks off; never resolves. */
  readonly broken: Promise<never>;
  /** What has begun is finished, then the data is closed. Takes less than ten seconds. */
  readonly close: () => Promise<void>;
}

export type StartRefused = ListenRefused | OpenRefused;

type OpenRefused = SiteRefused | DataRefused | SealedRefused | ServedAlready | ClockFar;

/** Runs a node, or that part of it which the role says: its data, its server, and the work behind it. */
export async function serve(options: ServeOptions): Promise<Result<RunningNode, StartRefused>> {
  const { log, role = "all" } = options;
  const ready = Promise.withResolvers<Doors>();
  const server = createHttpServer(ready.promise, (error) => log.error("a request failed", { error: whatBroke(error) }));
  // The port comes first: a second start on it ends here, before it touches the data.
  const listening = role === "work" ? ok({ port: 0 }) : await listen(server, options.listen);
  if (!listening.ok) return listening;
  const { originAt } = options;
  // One process serves a file; several serve a database, and have the same folder.
  const hold = options.database === undefined ? await serveAlone(options.dataFolder) : ok({ release: () => undefined });
  if (!hold.ok) {
    await endServer(server, 0);
    return hold;
  }
  const { release } = hold.value;
  const giveBack = async () => {
    release();
    await endServer(server, 0);
  };
  const site = originAt === undefined ? {} : { origin: originAt(listening.value.port) };
  const opened = await open({ ...options, ...site }).catch(async (error: unknown) => {
    await giveBack();
    throw error;
  });
  if (!opened.ok) {
    await giveBack();
    return opened;
  }
  const { doors, ...node } = opened.value;
  const metrics =
    options.metrics === undefined ? ok() : await serveMetrics({ ...options, watch: node.watch }, options.metrics);
  if (!metrics.ok) {
    await endServer(server, 0);
    await closeAll(node);
    release();
    return metrics;
  }
  const work = startWork({ ...options, ...node, role });
  ready.resolve({ ...doors, pages: withVault(doors, node.store, work) });
  let closing: Promise<void> | undefined;
  return ok({
    ...node,
    origin: doors.origin,
    moveReleases: () =>
      moveReleases({ outlet: node.vault.outlet, bulletins: node.federation.bulletins, log: options.log }),
    broken: work.broken,
    close: () => (closing ??= end(server, work, node, metrics.value).finally(release)),
  });
}

/** Of several processes that answer, one has the vault: to the others, what needs it is elsewhere. */
const withVault =
  (doors: Doors, { settings, direct }: Store, work: Work): Doors["pages"] =>
  async (request, address) => {
    const isElsewhere = !work.hasVault() && (await needsVault(new URL(request.url).pathname, workersDoors(settings)));
    return isElsewhere ? refuse(request, "elsewhere", await direct.centres.get()) : doors.pages(request, address);
  };

interface Opened extends Pick<RunningNode, "store" | "federation" | "vault" | "watch" | "setUpUrl"> {
  readonly doors: Doors;
}

async function open(options: ServeOptions): Promise<Result<Opened, OpenRefused>> {
  const rooms = await openRooms(options);
  if (!rooms.ok) return rooms;
  const { store, vault, site } = rooms.value;
  const { clock, log, testNetwork, mail } = options;
  const mailed: Mails = mail === undefined ? {} : mailsOf({ ...mail, origin: site.origin, testNetwork }, store, site);
  // Whoever runs a node for tests may say by themselves whose signatures count.
  const approvals = options.approvals ?? vault.approvals;
  const contacts = watchContacts(clock);
  const { watchMail: watchMails, ...letters } = mailed;
  const federation = await federationOver(store, { ...options, ...letters, site, approvals, contacts });
  const watch = watchNode({
    dataFolder: options.dataFolder,
    store,
    vault,
    clock,
    contacts,
    backups: backupsOf(store.settings, vault.door),
    looks: keptLooks(store.keyValue),
    certificate: ownCertificate(site),
    ...(watchMails === undefined ? {} : { mail: watchMails }),
  });
  const setUpCode = createSetUpCode();
  const web = createWeb({
    site,
    version: SOFTWARE.version,
    source: sourceArchive({
      root: fileURLToPath(new URL("../../../", import.meta.url)),
      name: `${SOFTWARE.name}-${SOFTWARE.version}`,
      dataFolder: options.dataFolder,
    }),
    testNetwork,
    clock,
    log,
    newId: randomUUIDv7,
    setUpCode,
    ...webPorts({ store, federation, vault, watch }, options),
  });
  const doors: Doors = {
    origin: site.origin,
    inbox: (request) => federation.inbox(request),
    documents: (request) => federation.documents(request),
    pages: (request, address) => web.fetch(request, { network: () => networkOf(address, testNetwork) }),
  };
  const centre = await store.direct.centres.get();
  const setUpUrl = `${site.origin}/setup?code=${setUpCode.code}`;
  return ok({ store, federation, vault, watch, doors, ...(centre === undefined ? { setUpUrl } : {}) });
}

interface OpenRooms {
  readonly store: Store;
  readonly vault: Vault;
  readonly site: Site;
}

/** What is kept, open and fit for this program, this address and this moment; or closed again. */
async function openRooms(options: ServeOptions): Promise<Result<OpenRooms, OpenRefused>> {
  const pepper = pepperOf(options);
  const data = await openData(options, options.clock, pepper);
  if (!data.ok) return data;
  return openOver(data.value, options, pepper).catch(async (error: unknown) => {
    await data.value.close();
    throw error;
  });
}

async function openOver(
  store: Store,
  options: ServeOptions,
  pepper: OpenPepper,
): Promise<Result<OpenRooms, OpenRefused>> {
  const { clock } = options;
  const resolved = await resolveSite(store, options);
  const far = options.clockIsRight === true ? undefined : await farClock(store.settings, clock());
  if (!resolved.ok) {
    await store.close();
    return resolved;
  }
  if (far !== undefined) {
    await store.close();
    return err(far);
  }
  const site = resolved.value;
  // Over PostgreSQL a process may come to run where the vault is not, and must not begin another one there.
  const begins = options.database === undefined || (await store.direct.centres.get()) === undefined;
  const sealed = await openSealed({ ...options, begins, pepper, strength: () => strengthOf(store.settings) });
  if (!sealed.ok) {
    await store.close();
    return sealed;
  }
  const vault = sealed.value;
  await keepSite(store, site);
  await rememberClock(store.settings, clock());
  // Where the machine stopped right after somebody went or got another part.
  await vault.door.followStaff(await store.staffDesk.list());
  return ok({ store, vault, site });
}

interface Mails extends Pick<NodeOptions, "noticeMail" | "digestMail"> {
  readonly watchMail?: NonNullable<WatchPorts["mail"]>;
}

/** Everything that leaves as mail goes through one server. */
function mailsOf(options: MailRoomOptions, store: Store, site: Site): Mails {
  const room = mailRoom(options);
  return {
    noticeMail: noticeMail(room, site.origin),
    digestMail: digestMail(room, store.direct.centres, site),
    watchMail: { room, letters: watchMail(room, site.origin) },
  };
}

/** Ten seconds are what a supervisor waits before it kills; data is closed after everything else has let go of it. */
async function end(
  server: Server,
  work: Work,
  node: Pick<RunningNode, "store" | "federation" | "vault">,
  metrics?: MetricsServer,
): Promise<void> {
  await Promise.all([endServer(server, 6000), work.end(), metrics?.close()]);
  await closeAll(node);
}

async function closeAll({
  federation,
  vault,
  store,
}: Pick<RunningNode, "store" | "federation" | "vault">): Promise<void> {
  await federation.close();
  await vault.close();
  await store.close();
}
