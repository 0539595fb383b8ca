import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSettings } from "./settings.ts";

/** The Tor Project's own. */
const ONION = "http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion";

const sentences = (environment: Record<string, string>): readonly string[] => {
  const read = readSettings(environment);
  return read.ok ? [] : read.error;
};

describe("settings", () => {
  test("nothing set is a node on this machine, at the origin that its data has or else the default one", () => {
    expect(readSettings({})).toEqual({
      ok: true,
      value: {
        settings: {
          dataFolder: resolve("data"),
          listen: { type: "tcp", host: "127.0.0.1", port: 8420 },
          testNetwork: false,
          pepperFile: resolve("data.pepper"),
          role: "all",
        },
        warnings: [],
      },
    });
  });

  test("an empty setting is one that is not made", () => {
    expect(readSettings({ HALL_LISTEN: "", HALL_NOW: "" })).toEqual(readSettings({}));
  });

  test.each([
    ["HALL_ORIGIN", "hall.example", "https://hall.example"],
    ["HALL_ORIGIN", "https://hall.example/path", "without a path"],
    ["HALL_ORIGIN", "http://hall.example", "HALL_TEST_NETWORK=1"],
    ["HALL_HANDLE_HOST", "https://hall.example", "hall.example"],
    ["HALL_ONION_ORIGIN", "https://hall.example", "56 letters and digits"],
    ["HALL_ONION_ORIGIN", ONION.replace("http://2", "http://3"), "as Tor wrote it"],
    ["HALL_ONION_ORIGIN", `${ONION}/report`, "without a path"],
    ["HALL_LISTEN", "8420", "host:port"],
    ["HALL_LISTEN", "127.0.0.1:99999", "host:port"],
    ["HALL_METRICS", "9420", "host:port"],
    ["HALL_LISTEN", "unix:relative.sock", "unix:"],
    ["HALL_DATABASE", "postgres://localhost", "SQLite"],
    ["HALL_DATABASE", "mysql://localhost/hall", "postgres://USER:PASSWORD@HOST/NAME"],
    ["HALL_ROLE", "web", "HALL_DATABASE"],
    ["HALL_ROLE", "everything", "all, web or work"],
    ["HALL_TEST_NETWORK", "yes", "0 or 1"],
    ["HALL_NOW", "2026-11-22T08:00:00Z", "HALL_TEST_NETWORK=1"],
    ["HALL_CODES_PER_MINUTE", "1000", "HALL_TEST_NETWORK=1"],
  ])("%s=%s is refused in a sentence that names it and says what it accepts", (name, value, accepted) => {
    const [sentence, ...more] = sentences({ [name]: value });
    expect(more).toEqual([]);
    expect(sentence).toMatch(new RegExp(`^${name}: `));
    expect(sentence).toContain(accepted);
  });

  test("all wrong ones are told at once", () => {
    const wrong = {
      HALL_ORIGIN: "nowhere",
      HALL_LISTEN: "x",
      HALL_ROLE: "web",
      HALL_TEST_NETWORK: "2",
      HALL_NOW: "soon",
      HALL_CODES_PER_MINUTE: "0",
    };
    expect(
      sentences(wrong)
        .map((sentence) => sentence.split(":")[0])
        .sort(),
    ).toEqual(Object.keys(wrong).sort());
  });

  test("several processes share a database of PostgreSQL, whose password no sentence repeats", () => {
    const database = "postgres://hall:secret@db.example:5432/hall?sslmode=verify-full";
    for (const role of ["all", "web", "work"]) {
      const read = readSettings({ HALL_DATABASE: database, HALL_ROLE: role });
      expect(read).toMatchObject({ ok: true, value: { settings: { database, role }, warnings: [] } });
    }
    const told = sentences({ HALL_DATABASE: "postgres:/hall:secret@db.example/hall" });
    expect(told.join()).not.toContain("secret");
    expect(told.length).toBe(1);
  });

  test("a test network may have http origins, a clock of its own and no limit on codes", () => {
    const read = readSettings({
      HALL_TEST_NETWORK: "1",
      HALL_ORIGIN: "http://10.0.0.7:8000",
      HALL_NOW: "2026-11-22T08:00:00Z",
      HALL_CODES_PER_MINUTE: "1000000",
    });
    expect(read).toMatchObject({
      ok: true,
      value: {
        settings: { now: Date.UTC(2026, 10, 22, 8), origin: "http://10.0.0.7:8000", codesPerMinute: 1_000_000 },
      },
    });
  });

  test("the pepper lies beside the data, or where it is said; in the data it is of no use", () => {
    const read = (environment: Record<string, string>) => readSettings({ HALL_DATA: "/srv/hall", ...environment });
    expect(read({})).toMatchObject({ value: { settings: { pepperFile: "/srv/hall.pepper" }, warnings: [] } });
    expect(read({ HALL_PEPPER_FILE: "/run/keys/pepper" })).toMatchObject({
      value: { settings: { pepperFile: "/run/keys/pepper" }, warnings: [] },
    });
    expect(read({ HALL_PEPPER_FILE: "/srv/hall/pepper" })).toMatchObject({
      value: { warnings: [expect.stringContaining("whoever copies the folder has it too")] },
    });
  });

  test("a pepper that systemd hands over is known by its folder", () => {
    const read = (file: string, folder: string) =>
      readSettings({ HALL_PEPPER_FILE: file, CREDENTIALS_DIRECTORY: folder });
    const own = "/run/credentials/commonhall.service";
    expect(read(`${own}/pepper`, own)).toMatchObject({
      value: { settings: { pepperIsCredential: true }, warnings: [] },
    });
    for (const [file, folder] of [
      ["/etc/commonhall/pepper", own],
      [`${own}-else/pepper`, own],
      [`${own}/../pepper`, own],
      [`${own}/pepper`, ""],
    ] as const) {
      expect(read(file, folder)).not.toMatchObject({ value: { settings: { pepperIsCredential: true } } });
    }
  });

  test("an onion address is taken as Tor writes it, and as people copy it", () => {
    for (const typed of [ONION, `${ONION}/`, ONION.replace("gzy", "GZY")]) {
      expect(readSettings({ HALL_ONION_ORIGIN: typed })).toMatchObject({ value: { settings: { onionOrigin: ONION } } });
    }
  });

  test("a name that is misspelt is told, not passed over", () => {
    expect(readSettings({ HALL_ORIGNI: "https://hall.example" })).toMatchObject({
      value: { warnings: [expect.stringContaining("HALL_ORIGNI")] },
    });
  });

  test("whatever the environment says, the answer is settings or sentences", () => {
    const names = [
      "HALL_DATA",
      "HALL_ORIGIN",
      "HALL_HANDLE_HOST",
      "HALL_ONION_ORIGIN",
      "HALL_METRICS",
      "HALL_LISTEN",
      "HALL_DATABASE",
      "HALL_ROLE",
      "HALL_TEST_NETWORK",
      "HALL_NOW",
      "HALL_CODES_PER_MINUTE",
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string({ unit: "binary" })), (environment) => {
        const read = readSettings(environment);
        if (!read.ok) for (const sentence of read.error) expect(sentence).toMatch(/^HALL_[A-Z_]+: /);
      }),
    );
  });
});
