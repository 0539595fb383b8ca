import { err, ok, type Result } from "../result.ts";
import { DAY, type Duration, type Timestamp } from "../time.ts";
import { checkRoles, type Role, type RolesUnfit } from "./staff.ts";

/** Somebody may join with these roles. The one-time code of it is known to whoever was given it, and kept nowhere. */
export interface Invitation {
  readonly id: string;
  readonly roles: readonly Role[];
  /** For whom it is, as whoever made it noted; empty where nothing was noted. Gone with the invitation. */
  readonly note: string;
  /** Login name. */
  readonly by: string;
  readonly made: Timestamp;
  readonly until: Timestamp;
  /** Somebody of the staff who lost their passphrase: they keep name and part, and choose a new one. */
  readonly member?: { readonly id: string; readonly name: string };
}

export interface InvitationDraft {
  readonly roles: readonly Role[];
  readonly note: string;
}

/** Long enough to meet; short enough that a forgotten slip of paper lets nobody in. */
export const INVITATION_LASTS = 7 * DAY;
export const LONGEST_INVITATION_NOTE = 200;

export type InvitationRefused = RolesUnfit | { readonly type: "note too long" };

export type JoinRefused =
  /** Never made, used, withdrawn or over: never said which. */
  { readonly type: "no invitation" } | { readonly type: "too many"; readonly wait: Duration };

/** What somebody chooses who was invited. */
export interface Joining {
  /** Passed over where the invitation is somebody's who has a name here. */
  readonly name: string;
  readonly passphrase: string;
}

export function checkInvitation({ roles, note }: InvitationDraft): Result<InvitationDraft, InvitationRefused> {
  const checked = checkRoles(roles);
  if (!checked.ok) return checked;
  return [...note].length > LONGEST_INVITATION_NOTE ? err({ type: "note too long" }) : ok({ roles, note });
}
