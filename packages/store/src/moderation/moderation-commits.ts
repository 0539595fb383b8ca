import { type ChangedBy, type DomainLevel, type DomainPolicies, type Host, levelOf, trusted } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import { refreshDue } from "../delivery/host-due.ts";

export const domainPolicies = (session: Session): DomainPolicies => ({
  all: () => session.read.selectFrom("domain_policy").selectAll().orderBy("host").execute(),
  set: (host, level, why) => session.write((db) => setLevel(db, host, level, why)),
});

async function setLevel(db: Db, host: Host, level: DomainLevel, why?: ChangedBy): Promise<void> {
  if (why !== undefined) {
    const before = await readLevel(db, host);
    await db
      .insertInto("level_change")
      .values({ host, before, after: level, ...why })
      .execute();
  }
  await db
    .insertInto("domain_policy")
    .values({ host, level })
    .onConflict((conflict) => conflict.column("host").doUpdateSet({ level }))
    .execute();
  known.delete(db);
  const rows = await db.selectFrom("domain_policy").selectAll().execute();
  const policies = new Map<string, DomainLevel>(rows.map((row) => [row.host, row.level]));
  await applyToHosts(db, policies);
  await applyToArrivals(db, policies);
}

/** What was found out within a commit; nobody else can change it while that lasts. */
const known = new WeakMap<Db, Map<string, DomainLevel>>();

/** What a domain may do, within a commit. Asked for a few policies by name: a node can have thousands of them. */
export async function levelOfHost(db: Db, host: string): Promise<DomainLevel> {
  const levels = known.get(db) ?? new Map<string, DomainLevel>();
  known.set(db, levels);
  const level = levels.get(host) ?? (await readLevel(db, host));
  levels.set(host, level);
  return level;
}

async function readLevel(db: Db, host: string): Promise<DomainLevel> {
  const rows = await db.selectFrom("domain_policy").selectAll().where("host", "in", namesAbove(host)).execute();
  return levelOf(host, new Map<string, DomainLevel>(rows.map((row) => [row.host, row.level])));
}

/** Every name that `levelOf` looks at, always the same number of them, so that the query keeps its text. */
function namesAbove(host: string): Host[] {
  const labels = host.replace(/:\d+$/, "").split(".");
  const names = [host, ...labels.map((_, index) => labels.slice(index).join("."))];
  return Array.from({ length: Math.max(8, names.length) }, (_, index) => trusted.host(names[index] ?? host));
}

async function applyToHosts(db: Db, policies: ReadonlyMap<string, DomainLevel>): Promise<void> {
  const hosts = await db.selectFrom("remote_host").select(["host", "level"]).execute();
  for (const { host, level } of hosts) {
    const now = levelOf(host, policies);
    if (now === level) continue;
    await db.updateTable("remote_host").set({ level: now }).where("host", "=", host).execute();
    await refreshDue(db, [host]);
  }
}

async function applyToArrivals(db: Db, policies: ReadonlyMap<string, DomainLevel>): Promise<void> {
  const senders = await db.selectFrom("arrival").select("sender_host as host").distinct().execute();
  const passers = await db.selectFrom("arrival").select("via_host as host").distinct().execute();
  const quiet = [...senders, ...passers].flatMap(({ host }) =>
    host !== null && levelOf(host, policies) !== "accept" ? [host] : [],
  );
  await db.updateTable("arrival").set({ shown: 1 }).where("shown", "=", 0).execute();
  if (quiet.length === 0) return;
  await db
    .updateTable("arrival")
    .set({ shown: 0 })
    .where((row) => row.or([row("sender_host", "in", quiet), row("via_host", "in", quiet)]))
    .execute();
}
