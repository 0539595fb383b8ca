import { SHARED_KINDS } from "../audiences/audience.ts";
import { dateOf, type PlainDate, type Timestamp } from "../time.ts";
import { err, ok, type Result } from "../result.ts";
import type { Ally, AllyCell, AllyGrid, AllyTerms } from "./ally.ts";

export const gridOf = (cell: (kind: (typeof SHARED_KINDS)[number]) => AllyCell): AllyGrid => ({
  campaigns: cell("campaigns"),
  calls: cell("calls"),
  bulletins: cell("bulletins"),
});

/** What is offered where nobody says otherwise: everything goes both ways, and stays between the two. */
export const ALL_BETWEEN_US: AllyGrid = gridOf(() => ({ send: true, accept: true, passOn: false }));

/** The same terms as the other side sees them: what we send they accept. */
export const mirroredTerms = ({ grid, ...terms }: AllyTerms): AllyTerms => ({
  ...terms,
  grid: gridOf((kind) => ({ send: grid[kind].accept, accept: grid[kind].send, passOn: grid[kind].passOn })),
});

/** As far as the terms go, and no further. */
const within = (wanted: AllyGrid, { grid }: Pick<AllyTerms, "grid">): AllyGrid =>
  gridOf((kind) => ({
    send: wanted[kind].send && grid[kind].send,
    accept: wanted[kind].accept && grid[kind].accept,
    passOn: wanted[kind].passOn && grid[kind].passOn,
  }));

/** The ally with what our desk allows from now on: never more than the terms do. */
export const withPolicy = (ally: Ally, policy: AllyGrid): Ally => ({ ...ally, policy: within(policy, ally.terms) });

const isSameGrid = (a: AllyGrid, b: AllyGrid): boolean =>
  SHARED_KINDS.every(
    (kind) => a[kind].send === b[kind].send && a[kind].accept === b[kind].accept && a[kind].passOn === b[kind].passOn,
  );

/** Whether both sides have signed the same. Why they did is not a part of what holds between them. */
export const isSameTerms = (a: AllyTerms, b: AllyTerms): boolean => a.until === b.until && isSameGrid(a.grid, b.grid);

const LONGEST_PURPOSE = 1000;

export type TermsRefused =
  /** Neither side would send the other anything. */
  | { readonly type: "nothing is shared" }
  | { readonly type: "last day in the past"; readonly until: PlainDate; readonly today: PlainDate }
  | { readonly type: "purpose too long"; readonly characters: number };

/** Whether these terms may be offered today. */
export function checkTerms(terms: AllyTerms, now: Timestamp): Result<AllyTerms, TermsRefused> {
  const { grid, until, purpose = "" } = terms;
  if (!SHARED_KINDS.some((kind) => grid[kind].send || grid[kind].accept)) return err({ type: "nothing is shared" });
  const today = dateOf(now);
  if (until !== undefined && until < today) return err({ type: "last day in the past", until, today });
  const characters = [...purpose].length;
  return characters > LONGEST_PURPOSE ? err({ type: "purpose too long", characters }) : ok(terms);
}
