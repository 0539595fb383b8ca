import { statfs } from "node:fs/promises";
import { constrainedMemory, memoryUsage } from "node:process";
import { hostOf, may, type NodeFacts, type Timestamp } from "@commonhall/domain";
import type { Store } from "@commonhall/store";
import type { Vault } from "@commonhall/vault";
import { SOFTWARE } from "../software.ts";
import type { KnownContacts } from "./contacts.ts";
import type { KeptLooks } from "./kept-looks.ts";
import type { Backups } from "./last-backup.ts";
import type { OwnCertificate } from "./own-certificate.ts";

export interface FactsPorts {
  readonly dataFolder: string;
  readonly store: Pick<Store, "deliveryViews" | "allyViews" | "noticeAddresses" | "staffDesk">;
  readonly vault: { readonly door: Pick<Vault["door"], "state"> };
  readonly backups: Backups;
  readonly contacts: Pick<KnownContacts, "last">;
  readonly looks: Pick<KeptLooks, "contacts" | "ahead" | "mail" | "certificate">;
  readonly certificate: Pick<OwnCertificate, "needed">;
  readonly hasMail: boolean;
}

/** Everything that the node says of itself, from where it lies. */
export async function gatherFacts(ports: FactsPorts): Promise<NodeFacts> {
  const { store, vault, looks } = ports;
  const [state, last, queue, allies, ahead, mail, shown] = await Promise.all([
    vault.door.state(),
    ports.backups.lastBackup(),
    queueOf(store),
    alliesOf(ports),
    looks.ahead(),
    looks.mail(),
    looks.certificate(),
  ]);
  const disk = await diskOf(ports.dataFolder);
  return {
    ...(disk === undefined ? {} : { disk }),
    backup: {
      ...(last === undefined ? {} : { last }),
      due: state.copyDue !== undefined,
      possible: state.founded && !state.rosterChanged && state.recovery !== undefined,
    },
    queue,
    allies,
    keys: {
      founded: state.founded,
      lockedDown: state.lockedDown,
      rosterChanged: state.rosterChanged,
      ...(state.recovery === undefined ? {} : { recovery: state.recovery }),
    },
    clock: { ...(ahead === undefined ? {} : { ahead }), jumped: state.clockAhead !== undefined },
    certificate: {
      needed: ports.certificate.needed,
      ...(shown?.seen === undefined ? {} : { seen: shown.seen }),
    },
    mail: {
      set: ports.hasMail,
      ...(mail === undefined ? {} : { works: mail.works }),
      readers: (await administrators(store)).length,
    },
    memory: memoryOf(),
    version: SOFTWARE.version,
  };
}

/** Those who administer and gave an address. */
export async function administrators({ staffDesk, noticeAddresses }: Pick<Store, "staffDesk" | "noticeAddresses">) {
  const [staff, addresses] = await Promise.all([staffDesk.list(), noticeAddresses.all()]);
  const ids = new Set(staff.filter(({ roles }) => may(roles, "watch the node")).map(({ id }) => id));
  return addresses.filter((address) => ids.has(address.staff));
}

async function queueOf({ deliveryViews }: FactsPorts["store"]): Promise<NodeFacts["queue"]> {
  const [{ waiting }, oldest, silent] = await Promise.all([
    deliveryViews.counts(),
    deliveryViews.oldestWaiting(),
    deliveryViews.silentHosts(),
  ]);
  return {
    waiting,
    ...(oldest === undefined ? {} : { oldest }),
    silent: silent.map(({ host, breaker: { since }, waiting: of }) => ({
      host,
      ...(since === undefined ? {} : { since }),
      waiting: of,
    })),
  };
}

async function alliesOf({ store, contacts, looks }: FactsPorts): Promise<NodeFacts["allies"]> {
  const [all, kept] = await Promise.all([store.allyViews.list(), looks.contacts()]);
  return all
    .filter(({ state }) => state === "accepted")
    .map(({ name, peer, since }) => {
      const host = hostOf(peer);
      const last = latest(contacts.last(host), kept[host]);
      return { name, since, ...(last === undefined ? {} : { last }) };
    });
}

export const latest = (...times: readonly (Timestamp | undefined)[]): Timestamp | undefined => {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
};

/** What whoever is not root may still write; undefined where the system does not say. */
async function diskOf(folder: string): Promise<NodeFacts["disk"]> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return undefined;
  }
}

/** No limit is nought, or more than any machine has. */
function memoryOf(): NodeFacts["memory"] {
  const limit = constrainedMemory();
  return { used: memoryUsage.rss(), ...(limit > 0 && limit < 2 ** 50 ? { limit } : {}) };
}
