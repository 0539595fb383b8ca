import type { TimelineFilter } from "@commonhall/domain";
import { fakeClock } from "@commonhall/testkit";
import Sqlite from "better-sqlite3";
import { afterEach, expect, test, vi } from "vitest";
import { argon2id } from "../centres/passphrase.ts";
import { openStore } from "../open-store.ts";
import { ALLY, useEverything } from "./use-everything.fixture.ts";

/**
 * What a query costs when there is much of everything is decided by its plan. So all that the store does for pages,
 * deliveries and arrivals is done here once, and each statement that it prepared for that is explained: it has to find
 * its rows along an index, and in order. A read that is small by nature, or rare, is named here with its reason.
 */
const GROWS = [
  "object",
  "arrival",
  "audience",
  "publication",
  "tombstone",
  "activity",
  "delivery",
  "remote_inbox",
  "remote_host",
  "remote_actor",
  "remote_key",
  "follow",
  "post",
  "action",
  "participation",
  "received_call",
  "received_need",
  "pledge",
  "acknowledgement",
  "inbox_item",
  "message",
  "key_value",
  "session",
  "endorsement",
  "organiser",
  "seen_organiser",
  "tally",
  "attestation",
  "vouch",
  "bulletin",
  "bulletin_code",
  "statistics",
  "digest",
  "feed",
  "feed_entry",
  "feed_place",
  "catch_up",
];

type Complaint = "sorts" | "reads all of";

const EXCUSED: readonly (readonly [RegExp, Complaint, string])[] = [
  [/^insert into "delivery"/, "sorts", "recipients that are named in several ways are put together"],
  [/^select count\(\*\) as "depth" from "inbox_item"/, "reads all of", "counts what waits, along an index of that"],
  [/^select "state", count\(\*\) as "count" from "delivery"/, "reads all of", "the delivery page counts them by state"],
  [
    /^select "object"\.\*, "feed_entry".* order by "object"\."starts"/,
    "sorts",
    "the actions of one feed, by their days",
  ],
  [/^select "follow"\.\S+ as "id"/, "sorts", "the page of followers shows all of them, by date"],
  [/^select "follow"\.\S+ as "id"/, "reads all of", "the page of followers shows all of them"],
  [/^select "endorsement"\..* = "endorsement"\."endorser" order by/, "sorts", "the desk shows all that we endorse"],
  [
    /^select "endorsement"\..* = "endorsement"\."endorser" order by/,
    "reads all of",
    "the desk shows all that we endorse",
  ],
  [/^select "organiser"\.\S+, .*"apart" = \? order by/, "sorts", "a centre takes part in tens of campaigns"],
  [/^select "organiser"\.\S+, .*"apart" = \? order by/, "reads all of", "a centre takes part in tens of campaigns"],
  [/^select "attestation"\.\*, /, "sorts", "the page of attestations shows all of them, by date"],
  [/^select "attestation"\.\*, /, "reads all of", "the page of attestations shows all of them"],
  [/^update "activity" set "document" = \? where "listed" = \? .*\)\)$/, "reads all of", "once a day"],
  [/^select "(bulletin|statistics)"\.\S+, /, "sorts", "the desk draws all of them: hundreds a year in a network"],
  [
    /^select "(bulletin|statistics)"\.\S+, /,
    "reads all of",
    "the desk draws all of them: hundreds a year in a network",
  ],
  [/^select "remote_inbox"\."url", "delivery"\."state"/, "sorts", "a bulletin goes to tens of allies"],
  [/^select "object" from "activity" where "sequence" in/, "sorts", "what was taken back is little"],
  [/^delete from "session" where \("last_seen"/, "reads all of", "once a day"],
  [/^select "staff"\.\S+, .* from "session"/, "sorts", "a person has a few sessions"],
  [/^select "host", "level" from "remote_host"$/, "reads all of", "a level is set by hand, and concerns any host"],
  [/^select distinct "(sender|via)_host"/, "reads all of", "a level is set by hand, and concerns any host"],
  [/^update "arrival" set "shown"/, "reads all of", "a level is set by hand, and concerns any arrival"],
];

afterEach(() => vi.restoreAllMocks());

test("every statement finds its rows along an index, in order", async () => {
  const prepare = vi.spyOn(Sqlite.prototype, "prepare");
  const clock = fakeClock();
  await using store = await openStore({
    file: ":memory:",
    clock,
    passphrases: argon2id({ kibibytes: 64, passes: 1 }),
  });
  prepare.mockClear();
  await useEverything(store, clock());
  const statements = [...new Set(prepare.mock.calls.map(([sql]) => sql))].filter((sql) => !/^(begin|commit)/.test(sql));
  expect(statements.length).toBeGreaterThan(100);
  const connection = connectionOf(prepare.mock.contexts);
  const bad = statements.flatMap((sql) =>
    complaints(connection, sql)
      .filter((complaint) => !EXCUSED.some(([text, excused]) => text.test(sql) && complaint.startsWith(excused)))
      .map((complaint) => `${complaint}: ${sql}`),
  );
  expect(bad).toEqual([]);
});

test("each filter of the timeline goes along an index of its own", async () => {
  const prepare = vi.spyOn(Sqlite.prototype, "prepare");
  await using store = await openStore({ file: ":memory:", clock: fakeClock() });
  prepare.mockClear();
  const columns = { kind: "kind", from: "sender", reason: "reason" } as const;
  const filters: Omit<TimelineFilter, "limit">[] = [
    { kind: "post" },
    { from: ALLY },
    { reason: "addressed" },
    { kind: "post", from: ALLY },
    { kind: "post", reason: "addressed" },
    { from: ALLY, isPublic: true },
  ];
  for (const filter of filters) {
    await store.objectViews.timeline({ limit: 20, ...filter });
    const [sql = ""] = prepare.mock.calls.at(-1) ?? [];
    const plan = planOf(connectionOf(prepare.mock.contexts), sql).join("; ");
    expect(plan).toContain("SEARCH arrival USING INDEX");
    for (const [key, column] of Object.entries(columns)) {
      if (key in filter) expect(plan).toContain(`${column}=?`);
    }
  }
});

function connectionOf([connection]: readonly unknown[]): Sqlite.Database {
  if (!(connection instanceof Sqlite)) throw new Error("Nothing was prepared");
  return connection;
}

const planOf = (connection: Sqlite.Database, sql: string): string[] =>
  connection
    .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
    .all(Array.from(sql.matchAll(/\?/g), () => null))
    .map(({ detail }) => detail);

/** What gets slower the more there is. Walking in order until a limit is reached does not. */
function complaints(connection: Sqlite.Database, sql: string): string[] {
  const isQuery = /^(select|insert|update|delete|with) /.test(sql);
  if (!isQuery) return [];
  const steps = planOf(connection, sql);
  const sorts = steps.some((step) => step.startsWith("USE TEMP B-TREE FOR ORDER BY"));
  const walksUntilLimit = !sorts && / order by .* limit /.test(sql);
  const scanned = steps.flatMap((step) => /^SCAN (\S+)/.exec(step)?.[1] ?? []).map((alias) => tableOf(sql, alias));
  const grown = GROWS.some((table) => sql.includes(`"${table}"`));
  return [
    ...(sorts && grown ? ["sorts" satisfies Complaint] : []),
    ...scanned
      .filter((table) => GROWS.includes(table) && !walksUntilLimit)
      .map((table) => `${"reads all of" satisfies Complaint} ${table}`),
  ];
}

/** Plans name a table by its alias. */
const tableOf = (sql: string, alias: string): string => new RegExp(`"(\\w+)" as "${alias}"`).exec(sql)?.[1] ?? alias;
