import { expect, test } from "vitest";
import { whatBroke } from "./log.ts";

test("the kind of error and a place in the program, and no word of the message", () => {
  expect(whatBroke(new TypeError("x"))).toMatch(/^TypeError at .*what-broke\.test\.ts/);
  expect(whatBroke("They kept my passport")).toBe("string");
  for (const message of ["", "Meet me at noon", "Meet me\n    at my house", "Error: at home\n at home", "$& at"]) {
    const error = new Error(message);
    expect(whatBroke(error)).toMatch(/^Error at .*what-broke\.test\.ts/);
    error.message = "Meet me at noon";
    expect(whatBroke(error)).not.toMatch(/noon|house|home/);
  }
  for (const stack of [undefined, "", "Meet me at noon"]) {
    const error = Object.assign(new Error("Meet me at noon"), { stack });
    expect(whatBroke(error)).toBe("Error");
  }
});
