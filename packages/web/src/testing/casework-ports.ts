import { err, languageTag, ok, plainDate } from "@commonhall/domain";
import {
  drafts,
  isCaseId,
  isRandomId,
  isRegisterId,
  isWeek,
  newReceiptCode,
  NOTHING_CODED,
  type CaseId,
  type Cases,
  type Drafts,
  type Intake,
  type OpenCase,
  type RandomId,
  type RegisterEntry,
  type SubmitOptions,
  type UnlockRefused,
  type VaultDesk,
  type VaultState,
  type Week,
} from "@commonhall/vault";
import { releaseRoom, releaseWorld, type ReleaseWorld } from "./release-world.ts";
import type { CaseworkPorts } from "../casework/ports.ts";

/** A vault with one case in it, and what was done to it. */
export interface CaseworkWorld {
  state: VaultState;
  /** In which the case stands; undefined where this person may not know of it. */
  open: OpenCase | undefined;
  readonly register: RegisterEntry[];
  /** Tokens by staff id. */
  readonly unlocked: Map<string, string>;
  readonly kept: { readonly intake: Intake; readonly how: SubmitOptions }[];
  unlockRefused?: UnlockRefused;
  /** How many cases the recovery key does not open. */
  withoutRecovery: number;
  /** How many cases somebody of before could still open. */
  sealedToFormer: number;
  /** How far the renewal of old keys is. */
  renewing?: { readonly done: number; readonly of: number };
  /** For whom it was begun, and with which token. */
  readonly rotated: (readonly [string, string])[];
  /** What long work waits for. */
  work?: Promise<void>;
  /** Of whoever waits for signatures. */
  digits?: string;
  /** Of whoever lost a passphrase. */
  wayBack: Awaited<ReturnType<CaseworkPorts["vault"]["wayBack"]>>;
  /** The real ones. */
  drafts: Drafts;
  /** Another process holds the files. */
  isBusy: boolean;
  readonly release: ReleaseWorld;
}

const whenFree = (world: CaseworkWorld): void => {
  if (world.isBusy) throw Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
};

const sure = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error("Not a fixture");
  return value;
};
const caseId = (text: string): CaseId | undefined => (isCaseId(text) ? text : undefined);
const randomId = (text: string): RandomId => sure(isRandomId(text) ? text : undefined);
const week = (text: string): Week => sure(isWeek(text) ? text : undefined);

export const CASE_ID = sure(caseId("0123456789abcdef0123456789abcdef"));
export const FILE_ID = randomId("a".repeat(32));
export const ITEM_ID = randomId("b".repeat(32));
const registerId = (text: string) => sure(isRegisterId(text) ? text : undefined);

const WEEK = week("2026-W47");

const openCase = (): OpenCase => ({
  id: CASE_ID,
  status: "open",
  week: WEEK,
  channel: "web",
  language: sure(languageTag("ne")),
  happened: ["wages", "documents"],
  title: "The house on the hill",
  added: true,
  eraseAfter: week("2027-W20"),
  held: false,
  told: [
    {
      id: ITEM_ID,
      week: WEEK,
      language: sure(languageTag("ne")),
      happened: ["wages", "documents"],
      texts: { story: "मेरो राहदानी <b>खोसियो</b>", where: "Beirut" },
      contact: { how: "message", details: "+961 00 000 000", safeTimes: "Sunday" },
      files: [
        {
          id: FILE_ID,
          kind: "original",
          name: "photo.jpg",
          type: "image/jpeg",
          length: 5,
          sha256: "",
        },
      ],
    },
  ],
  coding: { ...NOTHING_CODED, kinds: ["fl07", "wage.unpaid"], adult: true },
  notes: [{ id: ITEM_ID, week: WEEK, by: "id-case", text: "Called on Sunday" }],
  replies: [{ id: ITEM_ID, week: WEEK, by: "id-case", text: "Come on Sunday" }],
  canReply: true,
  tasks: [
    { id: ITEM_ID, kind: "visa", text: "Visa", due: sure(plainDate("2026-12-24")), by: "id-case", done: false },
    { id: FILE_ID, kind: "call", text: "Call", by: "id-case", done: true },
  ],
  consents: [
    {
      level: "C2",
      language: sure(languageTag("ne")),
      how: "in person",
      teachBack: true,
      by: "id-case",
      month: "2026-11",
      expires: "2028-01",
    },
  ],
  hold: { reason: "She wishes it", until: sure(plainDate("2027-06-01")), by: "id-other" },
  readers: ["id-case", "id-gone"],
  broken: 1,
  cut: true,
  putRight: true,
});

/** Unlocks with any passphrase but `wrong`. */
export function caseworkPorts(log: string[]): { readonly casework: CaseworkPorts; readonly world: CaseworkWorld } {
  const world: CaseworkWorld = {
    state: { founded: true, lockedDown: false, rosterChanged: false },
    open: openCase(),
    register: [
      { id: registerId("c".repeat(32)), kind: "employer", name: "Haddad & Sons", details: "Hamra" },
      { id: registerId("d".repeat(32)), kind: "recruiter", name: "Quick Hands" },
      { id: registerId("e".repeat(32)), kind: "person", name: "Maya" },
    ],
    unlocked: new Map(),
    kept: [],
    rotated: [],
    withoutRecovery: 0,
    sealedToFormer: 0,
    wayBack: "colleagues",
    drafts: drafts(() => 0),
    isBusy: false,
    release: releaseWorld(),
  };
  const casework: CaseworkPorts = {
    vault: {
      state: async () => world.state,
      enrol: async () => "member",
      wayBack: async () => world.wayBack,
      followStaff: async () => undefined,
      rolesOf: async () => [],
      digitsOf: async () => world.digits,
      unlock: async (member, passphrase) => {
        if (world.unlockRefused !== undefined) return err(world.unlockRefused);
        if (passphrase === "wrong") return err({ type: "wrong" });
        world.unlocked.set(member, `token-${member}`);
        return ok({ token: `token-${member}` });
      },
      desk: async (member, token) => (world.unlocked.get(member) === token ? desk(world, log) : undefined),
      renewOldKeys: (member, token) => void world.rotated.push([member, token]),
      renewing: () => world.renewing,
      lock: async (token) => {
        for (const [member, known] of world.unlocked) if (known === token) world.unlocked.delete(member);
      },
      lockOf: async (member) => void world.unlocked.delete(member),
      lockDown: async (by) => void log.push(`lock down ${by}`),
    },
    intakes: {
      isOpen: async () => world.state.founded,
      submit: async (intake, how) => {
        whenFree(world);
        log.push("submit");
        world.kept.push({ intake, how });
        return how.code === "wanted" ? { code: newReceiptCode() } : {};
      },
    },
    drafts: {
      seal: (answers) => world.drafts.seal(answers),
      open: (d) => world.drafts.open(d),
    },
  };
  return { casework, world };
}

const desk = (world: CaseworkWorld, log: string[]): VaultDesk => ({
  until: 0,
  confirmClock: async (shown) => {
    if (shown !== world.state.clockAhead?.now) return err({ type: "other week" });
    log.push(`clock ${shown}`);
    return ok(undefined);
  },
  cases: cases(world, log),
  release: releaseRoom(world.release, log),
  reminders: async () => [{ caseId: CASE_ID, kind: "visa", text: "Visa", due: sure(plainDate("2026-12-24")) }],
  register: {
    list: async (kind) => world.register.filter((entry) => entry.kind === kind),
    add: async (draft, answer) => {
      if (draft.name === "") return err({ type: "empty text" });
      const near = world.register.filter(({ name }) => name.slice(0, 3) === draft.name.slice(0, 3));
      if (near.length > 0 && answer !== "other") return err({ type: "near", entries: near });
      const entry: RegisterEntry = { ...draft, id: registerId("f".repeat(32)) };
      world.register.push(entry);
      log.push("register");
      return ok(entry);
    },
  },
  keys: {
    fingerprint: "12345 67890",
    members: [
      { id: "id-case", roles: ["caseworker"] },
      { id: "id-appr", roles: ["caseworker", "approver"] },
    ],
    candidates: async () => [
      {
        fingerprint: "11111 22222",
        joins: ["id-prop"],
        digits: ["99999 88888"],
        leaves: [],
        parts: [{ id: "id-prop", roles: ["caseworker", "proposer"] }],
        newRecovery: log.includes("recovery"),
        signed: ["id-other"],
        needed: 2,
      },
    ],
    sign: async () => {
      log.push("sign");
      return ok(undefined);
    },
    makeRecovery: async (needed, shares) => {
      if (needed < 2) return err({ type: "shares", least: 2, most: 12 });
      log.push("recovery");
      return ok({ papers: Array.from({ length: shares }, (_, index) => `00000 0000${index}`) });
    },
    proposeLeave: async (member) => {
      log.push(`leave ${member}`);
      return ok(undefined);
    },
    proposeRoles: async (member, roles) => {
      log.push(`roles ${member} ${roles.join(" ")}`);
      return ok(undefined);
    },
    renewCases: async function* () {
      log.push("renew");
      yield { done: 1, of: 2 };
      await world.work;
      yield { done: 2, of: 2 };
    },
    withoutRecovery: async () => world.withoutRecovery,
    sealedToFormer: async () => world.sealedToFormer,
    drill: async (papers) => (papers.length < 2 ? err({ type: "too few papers", needed: 2 }) : ok(undefined)),
    changePassphrase: async (old) => {
      if (old === "wrong") return err({ type: "wrong" });
      log.push("passphrase");
      return ok(undefined);
    },
  },
  audit: {
    read: async () => ({
      lines: [
        { week: WEEK, by: "id-case", did: "opened", caseId: CASE_ID },
        { week: WEEK, by: "program", did: "erased" },
      ],
      unreadable: 3,
      intact: true,
      head: "abc123",
    }),
  },
});

function cases(world: CaseworkWorld, log: string[]): Cases {
  const act = (what: string) => async (id: CaseId) => {
    whenFree(world);
    if (world.open?.id !== id) return err({ type: "not found" } as const);
    log.push(what);
    return ok(undefined);
  };
  return {
    list: async () => ({ items: world.open === undefined ? [] : [world.open], changed: 0 }),
    open: async (id) => {
      whenFree(world);
      return world.open?.id === id ? ok(world.open) : err({ type: "not found" });
    },
    file: async (id, file) => {
      const found = world.open?.told.flatMap(({ files }) => files).find((one) => one.id === file);
      return world.open?.id === id && found !== undefined
        ? ok({ file: found, bytes: new TextEncoder().encode("bytes") })
        : err({ type: "not found" });
    },
    accept: act("accept"),
    name: act("name"),
    verify: act("verify"),
    code: (id, coding) => act(`code ${coding.kinds.join(" ")}`)(id),
    note: (id, text) => act(`note ${text}`)(id),
    reply: (id, text) => act(`reply ${text}`)(id),
    addTask: act("task"),
    finishTask: act("task done"),
    consent: (id, { level }) => act(`consent ${level}`)(id),
    conclude: act("conclude"),
    reopen: act("reopen"),
    confirm: act("confirm"),
    hold: act("hold"),
    agreeToHold: act("agree"),
    endHold: act("end hold"),
    share: act("share"),
    takeBack: act("take back"),
    erase: act("erase"),
    shareAll: async function* (member) {
      log.push(`share all ${member}`);
      yield { done: 1, of: 1 };
    },
  };
}
