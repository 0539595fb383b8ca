import type { Timestamp } from "@commonhall/domain";
import { auditReader } from "../audit/audit-reader.ts";
import { cases } from "../cases/cases.ts";
import { reminders } from "../cases/reminders.ts";
import type { Core } from "../core.ts";
import { confirmClock } from "../erasure/clock-watch.ts";
import type { FileOpener } from "../files/ports.ts";
import { keyKeeping } from "../keys/key-keeping.ts";
import { releaseRoom } from "../release/release-room.ts";
import { register } from "../register/register.ts";
import type { Actor } from "./actor.ts";
import type { VaultDesk } from "./ports.ts";

/** The unlocked desk of one person, for the length of one request: it holds their keys. Ask the door for the next one. */
export const vaultDesk = (core: Core, files: FileOpener, actor: Actor, until: Timestamp): VaultDesk => ({
  until,
  cases: cases(core, actor, files),
  reminders: reminders(core, actor),
  register: register(core, actor),
  keys: keyKeeping(core, actor),
  audit: auditReader(core, actor),
  release: releaseRoom(core, actor),
  confirmClock: (shown) => confirmClock(core, actor, shown),
});
