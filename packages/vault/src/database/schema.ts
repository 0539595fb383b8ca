import type { Week } from "../weeks.ts";
import type { CaseId, RandomId } from "../ids.ts";

/**
 * What may stand in the clear: random ids, ids of the roster, weeks, the status of a case, public keys. Everything else
 * is ciphertext (anonymity.md 3.6). `mac` columns bind neighbours together under a key that is not in the file.
 */
export interface DataSchema {
  vault: { name: string; value: string };
  staff_key: { id: string; salt: string; kibibytes: number; passes: number; sealed: string };
  /** Keys of somebody whom no roster names yet. */
  enrolment: {
    id: string;
    document: string;
    mac: string;
    salt: string;
    kibibytes: number;
    passes: number;
    sealed: string;
  };
  roster: { version: number; document: string };
  roster_candidate: { hash: string; document: string };
  box: { name: string; document: string; mac: string };
  sealed_case: {
    id: CaseId;
    week: Week;
    status: CaseStatus;
    erase_after: Week;
    public_key: string;
    mac: string;
    /** Names a row of the keyring. */
    erase_key: string;
    wrap: string;
    card: string;
    /** Names the recovery key that the case is sealed to; null for none. */
    recovery: string | null;
    /** In which its key was made; null for that of the case. */
    key_week: Week | null;
  };
  /** What the program vouches for: how the case stands, and which entries it has; see `case-word.ts`. */
  case_word: { case_id: CaseId; version: number; standing: string; log: string };
  case_reader: { reader: string; case_id: CaseId };
  entry: { case_id: CaseId; id: string; sealed: string };
  /** A coded record, or in its place what says that the case is in a bulletin; `word` is the program's word on what it says. */
  coded: { case_id: CaseId; erase_after: Week; sealed: string; word: string | null };
  receipt: { lookup: string; case_id: CaseId; mac: string };
  reply: { lookup: string; id: string; case_id: CaseId; week: Week; first_read: Week | null; sealed: string };
  reminder: { staff: string; id: string; case_id: CaseId; sealed: string };
  register_entry: { id: string; erase_after: Week; erase_key: string; sealed: string };
  /** For the program: what would be released, of whom, and who signed. Nothing of it can be read off the file. */
  release_item: { id: RandomId; erase_key: string; sealed: string };
  /** For the officers: the release key, and why a group may be released. */
  release_paper: { name: string; sealed: string };
  chunk: { id: string; erase_after: Week; bytes: Uint8Array };
  audit: { id: string; week: Week; sealed: string; mac: string };
}

export interface KeyringSchema {
  /** `id` is random, or the name of the one row that it opens: of a reply, of the case of a coded record, of a paper. */
  erase_key: { id: string; key: string };
  /** Cases whose key is gone and whose rows are not yet. */
  erasing: { case_id: CaseId; keep_coded_until: Week | null };
  /** How each case stands, a second time: an old copy of the other file is noticed by it. */
  case_standing: {
    case_id: CaseId;
    version: number;
    status: CaseStatus;
    erase_after: Week;
    erase_key: string;
    mac: string;
  };
  anchor: { name: string; value: string };
}

export const CASE_STATUSES = ["quarantined", "unverified", "open", "closed"] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];
