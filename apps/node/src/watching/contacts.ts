import { DAY, type Clock, type Contacts, type Duration, type Host, type Timestamp } from "@commonhall/domain";

/** What was heard of hosts, in memory. */
export interface KnownContacts extends Contacts {
  last(host: Host): Timestamp | undefined;
  /** How far our clock was ahead of each host's when it answered last, within a day. */
  ahead(): readonly Duration[];
}

/** Whoever was heard of longest ago is forgotten first. */
const MOST_HOSTS = 2000;
/** `Date` has whole seconds, cut off: on average the other side's is half a second later than it says. */
const HALF_A_SECOND: Duration = 500;

/** Only hosts and times, and never more of them than a list of fixed length has room for. */
export function watchContacts(clock: Clock, most = MOST_HOSTS): KnownContacts {
  const hosts = new Map<Host, { readonly at: Timestamp; readonly ahead?: Duration }>();
  const keep = (host: Host, ahead: Duration | undefined) => {
    const known = hosts.get(host)?.ahead;
    const latest = ahead ?? known;
    hosts.delete(host);
    hosts.set(host, { at: clock(), ...(latest === undefined ? {} : { ahead: latest }) });
    const [oldest] = hosts.keys();
    if (hosts.size > most && oldest !== undefined) hosts.delete(oldest);
  };
  return {
    answered: (host, date) => keep(host, date === undefined ? undefined : clock() - date - HALF_A_SECOND),
    heard: (host) => keep(host, undefined),
    last: (host) => hosts.get(host)?.at,
    // What lies in the future was heard before somebody put the clock right.
    ahead: () =>
      [...hosts.values()].flatMap(({ at, ahead }) => (at <= clock() && clock() - at <= DAY ? (ahead ?? []) : [])),
  };
}
