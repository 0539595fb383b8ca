import {
  admitLeave,
  admitVersion,
  err,
  ok,
  type CharterHash,
  type AdmitRefused,
  type KeptStatements,
  type KeptVersion,
  type KnownCharters,
  type ObjectId,
  type Result,
  type Timestamp,
} from "@commonhall/domain";
import {
  holds,
  hashOfPayload,
  pemFromMultikey,
  readCharter,
  readLeave,
  readStatement,
  type SignedStatement,
  type StatementFault,
} from "@commonhall/wire";

export const NOTHING: KnownCharters = { versions: [], signatures: [], leaves: [] };

export type StatementRefused = StatementFault | AdmitRefused;

export interface Examined extends KeptStatements {
  readonly alliance: ObjectId;
}

/**
 * What a statement that arrived brings that is not known yet. All of it is refused where one of its signatures is wrong,
 * doubled, somebody else's or too late: whoever hands it on has checked it or means harm. Checks what costs nothing before
 * what costs something; waits for threads, so it is no part of a commit.
 */
export async function examineStatement(
  known: KnownCharters,
  text: string,
  { first, now }: { readonly first: CharterHash; readonly now: Timestamp },
): Promise<Result<Examined, StatementRefused>> {
  const read = readStatement(text, now);
  if (!read.ok) return read;
  const examine = read.value.type === "charter" ? examineCharter : examineLeave;
  return examine(known, read.value, first);
}

/** An alliance is named after its first version. */
const isNamedAfter = (alliance: ObjectId, first: CharterHash): boolean => alliance.endsWith(`/${first}`);

async function examineCharter(
  known: KnownCharters,
  statement: SignedStatement,
  first: CharterHash,
): Promise<Result<Examined, StatementRefused>> {
  const read = readCharter(statement.payload);
  if (!read.ok) return read;
  const version = read.value;
  if (!isNamedAfter(version.alliance, first)) return err({ type: "another alliance" });
  const signatures = statement.signatures.map((signature) => ({ ...signature, version: version.hash }));
  const admitted = admitVersion(known, version, signatures);
  if (!admitted.ok) return admitted;
  const had = new Set(known.signatures.flatMap((one) => (one.version === version.hash ? [one.key] : [])));
  const fresh = signatures.filter(({ key }) => !had.has(key));
  if (!(await holds({ ...statement, signatures: fresh }))) return err({ type: "wrong signature" });
  const isKnown = known.versions.some(({ hash }) => hash === version.hash);
  const versions = isKnown ? [] : [keptVersion(version, statement.payload)];
  return ok({ alliance: version.alliance, versions, signatures: fresh, leaves: [] });
}

async function examineLeave(
  known: KnownCharters,
  statement: SignedStatement,
  first: CharterHash,
): Promise<Result<Examined, StatementRefused>> {
  const read = readLeave(statement.payload);
  if (!read.ok) return read;
  const [signature, ...more] = statement.signatures;
  if (signature === undefined || more.length > 0) return err({ type: "foreign signature" });
  const { alliance, member, at } = read.value;
  if (!isNamedAfter(alliance, first)) return err({ type: "another alliance" });
  const { key } = signature;
  const leave = { hash: hashOfPayload(statement.payload), member, key, at };
  const admitted = admitLeave(known, leave);
  if (!admitted.ok) return admitted;
  if (!(await holds(statement))) return err({ type: "wrong signature" });
  const { protected: head, signature: bytes } = signature;
  const kept = { ...leave, alliance, payload: statement.payload, protected: head, signature: bytes };
  const isKnown = known.leaves.some(({ hash }) => hash === leave.hash);
  return ok({ alliance, versions: [], signatures: [], leaves: isKnown ? [] : [kept] });
}

/** With its members' keys in the form in which actors' keys are kept. A key that is none is never shown by anybody. */
export const keptVersion = (version: KeptVersion["version"], payload: string): KeptVersion => ({
  version,
  payload,
  keys: version.charter.members.flatMap((member) => {
    const pem = pemFromMultikey(member.key);
    return pem === undefined ? [] : [{ ...member, pem }];
  }),
});

export const isNothing = ({ versions, signatures, leaves }: KeptStatements): boolean =>
  versions.length + signatures.length + leaves.length === 0;

/** Together with what was known before, as it will be once it is kept. */
export const knownWith = (known: KnownCharters, { versions, signatures, leaves }: KeptStatements): KnownCharters => ({
  versions: [...known.versions, ...versions.map(({ version }) => version)],
  signatures: [...known.signatures, ...signatures],
  leaves: [...known.leaves, ...leaves],
});
