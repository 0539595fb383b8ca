import type { LanguageTag, PlainDate, ReportedKind, Result } from "@commonhall/domain";
import type { CaseStatus } from "../database/schema.ts";
import type { CaseFile } from "../files/ports.ts";
import type { CaseId, RandomId } from "../ids.ts";
import type { ConsentLevel, Contact } from "../intake/ports.ts";
import type { Week } from "../weeks.ts";
import type { Coding } from "./coding.ts";

/** How many a page of the list has; only these are opened (row R4, and 5,000 cases stay quick). */
export const CASES_A_PAGE = 50;

/** What the list shows. `title` is what caseworkers call the case among themselves; until then there is none. */
export interface CaseLine {
  readonly id: CaseId;
  readonly status: CaseStatus;
  /** In which the report came. */
  readonly week: Week;
  readonly channel: "web" | "helper";
  readonly language: LanguageTag;
  readonly happened: readonly ReportedKind[];
  readonly title?: string;
  /** The worker has added something that no reader has seen yet. */
  readonly added: boolean;
  /** After this week it is erased, unless somebody does something. */
  readonly eraseAfter: Week;
  readonly held: boolean;
}

/** The report, and what the worker added to it by the code: never changed by anybody. */
export interface Told {
  readonly id: RandomId;
  readonly week: Week;
  readonly language: LanguageTag;
  readonly happened: readonly ReportedKind[];
  readonly texts: Readonly<Partial<Record<"story" | "where" | "when" | "work" | "employer" | "added", string>>>;
  readonly contact?: Contact;
  readonly files: readonly CaseFile[];
}

export interface Note {
  readonly id: RandomId;
  readonly week: Week;
  /** Staff id; signed by them. */
  readonly by: string;
  readonly text: string;
}

export interface Reply extends Note {
  /** The week in which the worker first read it; seven days later it is erased. */
  readonly firstRead?: Week;
}

export const TASK_KINDS = ["call", "limitation", "visa", "deportation", "hearing", "other"] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export interface TaskDraft {
  readonly kind: TaskKind;
  readonly text: string;
  readonly due?: PlainDate;
}

export interface Task extends TaskDraft {
  readonly id: RandomId;
  readonly by: string;
  readonly done: boolean;
}

/** C0 nothing leaves · C1 statistics · C2 a group · C3 a story · C4 this exact text · C5 naming the employer · R referral. */
export type AskedConsent = ConsentLevel | "C4" | "R";

export interface ConsentDraft {
  readonly level: AskedConsent | "C0";
  readonly language: LanguageTag;
  readonly how: "in person" | "phone" | "message" | "form";
  /** The worker said in their own words what it means. */
  readonly teachBack: boolean;
  /** Of a referral: to whom, what for, and until when. Of C4: the text. */
  readonly organisation?: string;
  readonly purpose?: string;
  readonly until?: PlainDate;
  readonly text?: string;
}

/** One line of the consent sheet. The newest line of a level counts, C0 ends all before it; each ends after 14 months. */
export interface Consent extends ConsentDraft {
  readonly by: string;
  /** `2026-11`. */
  readonly month: string;
  readonly expires: string;
}

export const OUTCOMES = ["solved", "partly", "not solved", "handed on", "withdrawn", "not a case"] as const;
export type CaseOutcome = (typeof OUTCOMES)[number];

export interface Conclusion {
  readonly outcome: CaseOutcome;
  readonly text: string;
  readonly by: string;
}

/** Keeps a case beyond its time: the worker's wish, a reason and an end, by two of the staff (anonymity.md 3.6). */
export interface Hold {
  readonly reason: string;
  readonly until: PlainDate;
  readonly by: string;
  /** Without a second name it does not hold yet. */
  readonly second?: string;
}

export interface OpenCase extends CaseLine {
  readonly told: readonly Told[];
  readonly coding: Coding;
  readonly notes: readonly Note[];
  readonly replies: readonly Reply[];
  /** Whether the worker has a code, so that a reply can reach them. */
  readonly canReply: boolean;
  readonly tasks: readonly Task[];
  readonly consents: readonly Consent[];
  readonly conclusion?: Conclusion;
  readonly hold?: Hold;
  /** Staff ids of those who can open it. */
  readonly readers: readonly string[];
  /** How many of its entries do not open, or are vouched for by nobody: somebody changed the file. */
  readonly broken: number;
  /** Some entries were taken away, the last ones perhaps; or nobody can say any more which there were. */
  readonly cut: boolean;
  /** Somebody had changed its status or its end in the file; both were put right just now. */
  readonly putRight: boolean;
}

export type CaseRefused =
  /** There is none, or none that this person may know of: never said which. */
  | { readonly type: "not found" }
  /** It should open for this person, and does not: somebody changed its rows in the file. */
  | { readonly type: "changed" }
  /** Its status does not allow this. */
  | { readonly type: "status"; readonly status: CaseStatus }
  | { readonly type: "empty text" }
  | { readonly type: "no reply possible" }
  /** Somebody has to be able to open it. */
  | { readonly type: "last reader" }
  | { readonly type: "no such reader" }
  /** A hold is for two people. */
  | { readonly type: "same person" }
  | { readonly type: "no hold" }
  | { readonly type: "end of hold" }
  /** Two people promised to keep it: end the hold first. */
  | { readonly type: "held" };

export type Done = Promise<Result<undefined, CaseRefused>>;

/** Cases for one person whose keys are unlocked. Whatever is done stands in the audit. */
export interface Cases {
  list(asked: { readonly status?: CaseStatus; readonly after?: string }): Promise<{
    readonly items: readonly CaseLine[];
    /** How many more stand on this page that do not open, because somebody changed their rows in the file. */
    readonly changed: number;
    readonly next?: string;
  }>;
  open(id: CaseId): Promise<Result<OpenCase, CaseRefused>>;
  /** Bytes of a file, the clean copy or the original. */
  file(id: CaseId, file: string): Promise<Result<{ readonly file: CaseFile; readonly bytes: Uint8Array }, CaseRefused>>;
  /** Out of quarantine: a person looked, and it is a report like others. */
  accept(id: CaseId): Done;
  name(id: CaseId, title: string): Done;
  /** The worker was reached and it is true: from here on the case may count. */
  verify(id: CaseId): Done;
  code(id: CaseId, coding: Coding): Done;
  note(id: CaseId, text: string): Done;
  reply(id: CaseId, text: string): Done;
  addTask(id: CaseId, task: TaskDraft): Done;
  finishTask(id: CaseId, task: string): Done;
  consent(id: CaseId, consent: ConsentDraft): Done;
  conclude(id: CaseId, conclusion: Omit<Conclusion, "by">): Done;
  reopen(id: CaseId): Done;
  /** An open case is still needed: another 180 days. */
  confirm(id: CaseId): Done;
  hold(id: CaseId, hold: { readonly reason: string; readonly until: PlainDate }): Done;
  /** The second of two. */
  agreeToHold(id: CaseId): Done;
  endHold(id: CaseId): Done;
  share(id: CaseId, member: string): Done;
  /** New case key, sealed anew without them; they are not told, and no list of theirs names it. */
  takeBack(id: CaseId, member: string): Done;
  /** Everything of it, at once. Keeps the coded record where the worker agreed to be counted. */
  erase(id: CaseId): Done;
  /** Gives a new colleague every case that this person can open; tells how far it is. */
  shareAll(member: string): AsyncIterable<{ readonly done: number; readonly of: number }>;
}

export interface Reminder {
  readonly caseId: CaseId;
  readonly title?: string;
  readonly kind: TaskKind | "erased soon" | "confirm";
  readonly text: string;
  readonly due?: PlainDate;
}

/** Past ones, and those of the next fourteen days: shown when somebody unlocks. */
export type Reminders = () => Promise<readonly Reminder[]>;
