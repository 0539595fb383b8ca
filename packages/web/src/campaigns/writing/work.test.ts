import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formValues } from "../../layout/read-form.ts";
import { keptFields, keptForm, rowCount, withoutRow, withRow } from "./work.ts";

const names = fc.constantFrom("name.en", "sectors", "sectors-more", "demand.0.en", "region.0");
const entries = fc.array(fc.tuple(names, fc.string()));
/** Boxes of one name in their order; between boxes of different names the order does not matter. */
const sorted = (pairs: readonly (readonly [string, string])[]) => pairs.toSorted(([a], [b]) => a.localeCompare(b));

describe("what was typed", () => {
  test("is kept and found again, ticks of one name too", () => {
    fc.assert(
      fc.property(entries, (typed) => {
        const form = formValues(typed);
        expect(sorted(keptForm(keptFields(form)).entries)).toEqual(sorted(form.entries));
      }),
    );
  });

  test("leaves out which button was pressed, and for which session", () => {
    expect(
      keptFields(
        formValues([
          ["do", "save"],
          ["csrf", "x"],
          ["name.en", "y"],
        ]),
      ),
    ).toEqual({ "name.en": "y" });
  });
});

describe("rows", () => {
  const form = formValues([
    ["demand.rows", "3"],
    ["demand.0.en", "a"],
    ["demand.1.en", "b"],
    ["demand.1.ar", "ب"],
    ["demand.2.en", "c"],
    ["target.0.name", "t"],
  ]);

  test("without one of them the later ones move up", () => {
    expect(withoutRow(form, "demand", 1).fields).toEqual({
      "demand.rows": "2",
      "demand.0.en": "a",
      "demand.1.en": "c",
      "target.0.name": "t",
    });
  });

  test("taking one away and adding one leaves as many as there were", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        (row) => rowCount(withRow(withoutRow(form, "demand", row), "demand"), "demand") === 3,
      ),
    );
  });

  test("there is always one, and never more than somebody can fill", () => {
    expect(rowCount(formValues([]), "demand")).toBe(1);
    expect(rowCount(withoutRow(formValues([]), "demand", 0), "demand")).toBe(1);
    expect(rowCount(formValues([["demand.rows", "100000"]]), "demand")).toBe(30);
    expect(rowCount(formValues([["demand.rows", "-4"]]), "demand")).toBe(1);
    expect(
      rowCount(
        formValues([
          ["demand.rows", "1"],
          ["demand.4.en", "x"],
        ]),
        "demand",
      ),
    ).toBe(5);
  });
});
