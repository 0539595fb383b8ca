import type { Approvals, Clock, Result } from "@commonhall/domain";
import { backUp, type BackupWanted, type NoBackup } from "./backup/back-up.ts";
import type { Manifest } from "./backup/manifest.ts";
import { type Restored, restoreKeyring, type RestoreRefused } from "./backup/restore.ts";
import { giveFirstWords } from "./cases/put-right.ts";
import { type Core, openCore, type VaultAlarm } from "./core.ts";
import { diskLeft, freeBytes } from "./database/disk-left.ts";
import { removeLeftovers } from "./database/leftovers.ts";
import type { Upgrade } from "./database/upgrade.ts";
import { openVaultFiles } from "./database/vault-files.ts";
import { type Sessions, sessions } from "./desk/sessions.ts";
import type { VaultDoor } from "./desk/ports.ts";
import { rotations } from "./desk/rotation.ts";
import { vaultDesk } from "./desk/vault-desk.ts";
import { vaultDoor } from "./desk/vault-door.ts";
import { beginWatch } from "./erasure/clock-watch.ts";
import { sweep } from "./erasure/sweep.ts";
import type { FileSealer } from "./files/ports.ts";
import { fileOpener } from "./files/seal-files.ts";
import { gate } from "./gate.ts";
import { drafts } from "./intake/drafts.ts";
import { formTokens } from "./intake/form-tokens.ts";
import { networkCounts } from "./intake/network-counts.ts";
import type { Drafts, FormTokens, Intakes, NetworkCounts } from "./intake/ports.ts";
import { intakes } from "./intake/submit.ts";
import { enrol, type Enrolled, type Enrolment, type EnrolRefused } from "./keys/enrolment.ts";
import { admitByRecovery, type Admitted, type AdmitRefused } from "./keys/admit-by-recovery.ts";
import { renewBoxes } from "./keys/boxes.ts";
import { found, type FoundRefused } from "./keys/found.ts";
import { resealBoxes } from "./keys/reseal-boxes.ts";
import { catchUpAnchor } from "./keys/roster-shelf.ts";
import { LEAST_STRETCHING, type Stretching } from "./keys/stretching.ts";
import type { ReturnChannel } from "./receipts/ports.ts";
import { rememberRestored } from "./release/after-restore.ts";
import { outlet } from "./release/outlet.ts";
import type { Outlet } from "./release/ports.ts";
import { approvals } from "./release/release-payload.ts";
import { settleReleases } from "./release/settle-releases.ts";
import type { OverReplies } from "./receipts/reply-box.ts";
import { returnChannel } from "./receipts/return-channel.ts";

export interface VaultOptions {
  /** `HALL_DATA/vault`: two files will lie in it. */
  readonly folder: string;
  /** 32 bytes; see `readPepper`. */
  readonly pepper: Uint8Array;
  readonly clock: Clock;
  readonly files: FileSealer;
  readonly alarm: (alarm: VaultAlarm) => void;
  /** Of codes, and of passphrases where nothing else is said: Argon2id as recommended, where nothing else is asked for. */
  readonly stretching?: Stretching;
  /** Asked whenever keys get a new passphrase; keys of before open as they were made. */
  readonly strength?: () => Promise<Stretching>;
  /** How many codes may be tried in a minute by everybody together; 30 where nothing else is asked for. */
  readonly codesPerMinute?: number;
  /** How often is tried again what finds a file held by another process; about five seconds where nothing else is asked for. */
  readonly patience?: number;
  /** Of the disk that the two files lie on; asked of the system where nothing else is said. */
  readonly freeBytes?: () => Promise<number>;
  /** Asked before the data is brought up to date: to keep a copy. Where it throws nothing is changed. */
  readonly beforeUpgrade?: (upgrade: Upgrade) => Promise<void>;
  /** It is opened to bring the keyring back, which may not be there. */
  readonly keyringIsLost?: boolean;
}

export interface Vault extends AsyncDisposable {
  readonly intakes: Intakes;
  readonly returnChannel: ReturnChannel;
  readonly drafts: Drafts;
  /** Under keys of their own. */
  readonly helperDrafts: Drafts;
  readonly formTokens: FormTokens;
  readonly networkCounts: NetworkCounts;
  /** The first roster; once. */
  found(people: readonly Enrolment[]): Promise<Result<{ readonly fingerprint: string }, FoundRefused>>;
  /** Keys for somebody new, whom the members then sign in at the desk; with the digits that they compare. */
  enrol(enrolment: Enrolment): Promise<Result<Enrolled, EnrolRefused>>;
  readonly door: VaultDoor;
  /** Whether two people have signed what is to leave. */
  readonly approvals: Approvals;
  /** The way out for that, when its day has come. */
  readonly outlet: Outlet;
  /** The recovery ceremony, without anybody's desk: enough of the papers let somebody in who has enrolled, and hand over all cases. */
  admitByRecovery(papers: readonly string[], member: string): Promise<Result<Admitted, AdmitRefused>>;
  /** Writes new files, sealed to the recovery key; see `backUp`. */
  backUp(wanted: BackupWanted): Promise<Result<Manifest, NoBackup>>;
  /** After the panic lock, or where the keyring was lost. */
  restoreKeyring(backup: string, papers: readonly string[]): Promise<Result<Restored, RestoreRefused>>;
  /** What has come to its end goes. To be called every hour or so. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

const CODES_PER_MINUTE = 30;
/** anonymity.md 2.5: how many derivations at once, and how many attempts may wait. */
const AT_ONCE = 2;
const WAITING = 20;

/** Throws where the pepper is not this vault's own, where a file is of a later version, and where one of the two is not there. */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { clock, pepper, alarm, stretching = LEAST_STRETCHING, codesPerMinute = CODES_PER_MINUTE } = options;
  const { folder, patience, beforeUpgrade, keyringIsLost } = options;
  const files = await openVaultFiles(folder, patience, beforeUpgrade, keyringIsLost);
  await removeLeftovers(folder);
  try {
    const strength = options.strength ?? (async () => stretching);
    const core = await openCore({ files, clock, pepper, alarm, stretching, strength });
    await catchUpAnchor(core);
    await giveFirstWords(core);
    await rememberRestored(core);
    await beginWatch(core);
    const left = () => diskLeft(options.freeBytes ?? (() => freeBytes(folder)));
    return vaultOf(core, sessions(clock), { files: options.files, codesPerMinute, left });
  } catch (error) {
    files.close();
    throw error;
  }
}

interface Around {
  readonly files: FileSealer;
  readonly codesPerMinute: number;
  readonly left: () => Promise<number | undefined>;
}

function vaultOf(core: Core, open: Sessions, { files, codesPerMinute, left }: Around): Vault {
  const counts = networkCounts(core.clock);
  const old = rotations(core, open);
  const close = async () => {
    open.closeAll();
    counts.forget();
    await old.ended();
    core.files.close();
  };
  const over: OverReplies = new Map();
  return {
    intakes: intakes({ core, files, turn: gate(AT_ONCE, WAITING) }),
    returnChannel: returnChannel({ core, files, turn: gate(AT_ONCE, WAITING), codesPerMinute, over }),
    drafts: drafts(core.clock),
    helperDrafts: drafts(core.clock),
    formTokens: formTokens(core.clock),
    networkCounts: counts,
    found: (people) => found(core, people),
    enrol: (enrolment) => enrol(core, enrolment),
    door: vaultDoor({
      core,
      sessions: open,
      turn: gate(1, WAITING),
      diskLeft: left,
      atUnlock: (actor) => renewBoxes(core, actor, resealBoxes(core)),
      rotations: old,
      deskOf: (actor, until) => vaultDesk(core, fileOpener, actor, until),
    }),
    approvals: approvals(core),
    outlet: outlet(core),
    admitByRecovery: (papers, member) => admitByRecovery(core, resealBoxes(core), papers, member),
    backUp: (wanted) => backUp(core, wanted),
    restoreKeyring: (backup, papers) => restoreKeyring(core, backup, papers),
    sweep: async () => {
      open.sweep();
      await sweep(core, over);
      await settleReleases(core);
      if ((await left()) !== undefined) core.alarm("disk nearly full");
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
