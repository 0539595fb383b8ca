/** Who is in a bulletin. For tests only: it never leaves the machine on which it was simulated. */
export interface AuditLine {
  readonly bulletin: string;
  readonly members: readonly string[];
}
