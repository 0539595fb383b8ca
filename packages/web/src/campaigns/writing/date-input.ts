import { typedDate, typedTime } from "../../words/digits.ts";
import type { FieldInput } from "../../layout/fields.ts";
import type { Words } from "../../words/words.ts";

type Input = Pick<FieldInput, "type" | "value" | "autocomplete" | "hint">;

/** The browser's own calendar. It empties itself of what is no day, so that stands in a plain box, which says how to write one. */
export const dateInput = (words: Words, value: string): Input => ({
  value,
  autocomplete: "off",
  ...(value === "" || typedDate(value) === value
    ? { type: "date" }
    : { type: "text", hint: words("desk.write.date.hint") }),
});

/** The browser's own clock, in the same way. */
export const timeInput = (words: Words, value: string): Input => ({
  value,
  autocomplete: "off",
  ...(value === "" || typedTime(value) === value
    ? { type: "time" }
    : { type: "text", hint: words("desk.write.time.hint") }),
});
