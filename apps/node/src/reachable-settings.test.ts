import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const warned = (environment: Readonly<Record<string, string>>) => {
  const read = readSettings(environment);
  return read.ok ? read.value.warnings : read.error;
};

test("figures that others could reach are told of", () => {
  for (const at of ["127.0.0.1:9420", "[::1]:9420", "localhost:9420", "unix:/run/commonhall/metrics.sock"]) {
    expect(warned({ HALL_METRICS: at })).toEqual([]);
  }
  for (const at of ["0.0.0.0:9420", "[::]:9420", "192.0.2.7:9420", "127.evil.example:9420"]) {
    expect(warned({ HALL_METRICS: at }), at).toEqual([expect.stringMatching(/^HALL_METRICS .*without a password/)]);
  }
});

test("a database on another machine is told of, where somebody on the way could answer for it", () => {
  const password = "a password of the account";
  const of = (rest: string) => warned({ HALL_DATABASE: `postgres://hall:${encodeURIComponent(password)}@${rest}` });
  for (const good of [
    "localhost/hall",
    "127.0.0.1:5433/hall",
    "[::1]/hall",
    "localhost/hall?host=%2Frun%2Fpostgresql",
    "db.example/hall?sslmode=verify-full",
  ]) {
    expect(of(good), good).toEqual([]);
  }
  for (const bad of ["db.example/hall", "192.0.2.7/hall?sslmode=require", "localhost/hall?host=db.example"]) {
    const all = of(bad);
    expect(all, bad).toEqual([expect.stringMatching(/^HALL_DATABASE .*verify-full/)]);
    expect(all.join()).not.toContain(password.slice(0, 5));
  }
});
