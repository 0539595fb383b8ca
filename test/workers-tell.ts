import { languageTag, region, sector } from "@commonhall/domain";
import type { TestNode } from "@commonhall/testkit/network";
import type { CaseId, Coding, RegisterId, VaultDesk } from "@commonhall/vault";

/** What each of them writes, of which nothing may ever leave. */
export const STORY = "They keep my passport in the safe of the agency.";

/** The sealed desk of one of the staff. */
export async function sealedDesk({ running }: TestNode, id: string, passphrase: string): Promise<VaultDesk> {
  const opened = await running.vault.door.unlock(id, passphrase);
  if (!opened.ok) throw new Error(opened.error.type);
  return sure(await running.vault.door.desk(id, opened.value.token));
}

/** So many workers of as many households tell the same, agree to be counted in a group, and are verified and coded. */
export async function workersTell({ running: { vault } }: TestNode, desk: VaultDesk, count: number): Promise<void> {
  for (let told = 0; told < count; told += 1) {
    await vault.intakes.submit(
      { language: sure(languageTag("en")), happened: ["wages"], story: STORY, consents: ["C2"], files: [] },
      { code: "none", channel: "web", quarantined: false },
    );
  }
  for (const id of await allCases(desk)) {
    const employer = await desk.register.add({ kind: "employer", name: `Household ${id}` }, "other");
    if (!employer.ok) throw new Error(employer.error.type);
    must(await desk.cases.verify(id));
    must(await desk.cases.code(id, codingWith(employer.value.id)));
  }
}

/** Between release days a machine may have slept; somebody looks at its clock. */
export async function confirmsClock({ running }: TestNode, desk: VaultDesk): Promise<void> {
  const ahead = (await running.vault.door.state()).clockAhead;
  if (ahead !== undefined) must(await desk.confirmClock(ahead.now));
}

async function allCases({ cases }: VaultDesk): Promise<readonly CaseId[]> {
  const found: CaseId[] = [];
  let page = await cases.list({});
  for (;;) {
    found.push(...page.items.map(({ id }) => id));
    if (page.next === undefined) return found;
    page = await cases.list({ after: page.next });
  }
}

const codingWith = (employer: RegisterId): Coding => ({
  kinds: ["wage.unpaid"],
  mainAbuse: "wages",
  sector: sure(sector("isic4:T97")),
  place: sure(region("LB-BA")),
  origin: sure(region("NP")),
  adult: true,
  employer,
  recruitment: { chain: [], fees: [] },
});

function must(done: { readonly ok: boolean }): void {
  if (!done.ok) throw new Error(`refused: ${JSON.stringify(done)}`);
}

export function sure<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("It is not there");
  return value;
}
