import {
  maySign,
  type AllianceMember,
  type CharterHash,
  type CharterTerms,
  type CharterVersion,
  type KnownCharters,
} from "../index.ts";
import {
  ENGLISH,
  everything,
  founded,
  leaveOf,
  memberAt,
  membersUpTo,
  said,
  signatureOf,
  signed,
  someTerms,
  standing,
  successor,
  versionOf,
} from "./charter-scene.ts";

/**
 * An alliance whose members talk over a network that loses, doubles, delays and reorders, and that comes apart. Each does
 * what its node would let it do; some may be dishonest and do what no node lets them.
 */
export interface Parley {
  readonly size: number;
  member(n: number): AllianceMember;
  known(n: number): KnownCharters;
  /** What has been said and has not arrived. */
  readonly waiting: readonly Letter[];
  /** Answers what it has proposed and signed; undefined where it can propose nothing. */
  proposes(n: number, change: Change): CharterHash | undefined;
  /** Signs one of what it may sign, or the one named where it may; nothing where there is none. */
  signs(n: number, which: number | CharterHash): void;
  leaves(n: number): void;
  /** Signs whatever it knows, whether it may or not. */
  signsAnything(n: number, which: number): void;
  /** Proposes another successor of any version that it knows, and signs it with its helpers, who have heard of it before. */
  rewrites(n: number, which: number, change: Change, helpers: readonly number[]): void;
  /** One letter arrives, is lost, or arrives and stays under way to come again. */
  carries(which: number, how: "arrives" | "is lost" | "comes twice"): void;
  /** Two tell each other all that they know. */
  compares(n: number, m: number): void;
}

export interface Letter {
  readonly to: number;
  readonly says: KnownCharters;
}

export type Change = "name" | "remove" | "admit" | "nothing" | "take back";

export function parley(size: number): Parley {
  const centres = membersUpTo(size + GUESTS);
  const first = founded(someTerms(centres.slice(0, size)));
  const knows = centres.map(() => signed(first, centres.slice(0, size)));
  let waiting: readonly Letter[] = [];
  let count = 0;

  const known = (n: number): KnownCharters => knows[n] ?? said({});
  const learn = (n: number, says: KnownCharters): void => {
    knows[n] = merged(known(n), says);
  };
  const tell = (n: number, says: KnownCharters): void => {
    learn(n, says);
    waiting = [...waiting, ...centres.flatMap((_, to) => (to === n ? [] : [{ to, says }]))];
  };
  const us = (n: number): AllianceMember => centres[n] ?? memberAt(n);
  const sign = (n: number, version: CharterVersion): void => {
    tell(n, said({ versions: [version], signatures: [signatureOf(version, us(n))] }));
  };
  const changed = (n: number, change: Change, members: readonly AllianceMember[]): Partial<CharterTerms> => {
    count += 1;
    if (change === "name") return { name: { [ENGLISH]: `Name ${count}` } };
    if (change === "remove") return { members: members.filter((_, at) => at !== count % members.length) };
    if (change === "admit") return { members: [...new Set([...members, us(size + (count % GUESTS))])] };
    return change === "take back" ? { members: standing(known(n)).current.charter.members } : {};
  };

  return {
    size: centres.length,
    member: us,
    known,
    get waiting() {
      return waiting;
    },
    proposes(n, change) {
      const { members } = standing(known(n));
      if (!members.includes(us(n))) return undefined;
      const version = successor(known(n), changed(n, change, members));
      if (version.charter.members.length === 0) return undefined;
      sign(n, version);
      return version.hash;
    },
    signs(n, which) {
      const now = standing(known(n));
      const open = [now.current, ...now.proposals.map(({ version }) => version)].filter(
        ({ hash }) => maySign(known(n), now, hash, { us: us(n), now: 0 }).ok,
      );
      const chosen = typeof which === "number" ? open[which % open.length] : open.find(({ hash }) => hash === which);
      if (chosen !== undefined) sign(n, chosen);
    },
    leaves(n) {
      const now = standing(known(n));
      if (now.members.includes(us(n))) tell(n, said({ leaves: [leaveOf(now.current, us(n))] }));
    },
    signsAnything(n, which) {
      const { versions } = known(n);
      const chosen = versions[which % versions.length];
      if (chosen !== undefined) sign(n, chosen);
    },
    rewrites(n, which, change, helpers) {
      const { versions } = known(n);
      const before = versions[which % versions.length];
      if (before === undefined) return;
      const { home: _, ...charter } = before.charter;
      const place = { version: charter.version + 1, alliance: before.alliance, before: before.hash };
      const other = { ...charter, ...place, settles: [], leaves: [], ...changed(n, change, charter.members) };
      if (other.members.length === 0) return;
      for (const helper of [n, ...helpers]) {
        learn(helper, known(n));
        sign(helper, versionOf(other));
      }
    },
    carries(which, how) {
      const letter = waiting[which % waiting.length];
      if (letter === undefined) return;
      if (how !== "is lost") learn(letter.to, letter.says);
      if (how !== "comes twice") waiting = waiting.filter((one) => one !== letter);
    },
    compares(n, m) {
      const both = merged(known(n), known(m));
      learn(n, both);
      learn(m, both);
    },
  };
}

const GUESTS = 3;

/** In the order in which things arrived, each once. */
function merged(ours: KnownCharters, says: KnownCharters): KnownCharters {
  const all = everything(ours, says);
  const once = <T>(list: readonly T[], key: (one: T) => string): readonly T[] => [
    ...new Map(list.toReversed().map((one) => [key(one), one])).values(),
  ];
  return {
    versions: once(all.versions, ({ hash }) => hash),
    signatures: once(all.signatures, ({ version, key }) => `${version} ${key}`),
    leaves: once(all.leaves, ({ hash }) => hash),
  };
}
