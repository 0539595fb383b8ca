/** Who is in a bulletin. For tests only: it never leaves the machine on which it was simulated. */
export interface AuditLine {
  readonly bulletin: string;
  readonly members: readonly string[];
}

export {
  LEVELS,
  type Bulletin,
  type BulletinAudience,
  type Level,
  type Share,
  type SizeBand,
  type StatTable,
} from "@commonhall/domain";
