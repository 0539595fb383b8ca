/**
 * How much of something, exactly: a whole number of hundredths, so that sums of money and of people never drift as
 * binary fractions do. Zero or more.
 */
export type Quantity = number & { readonly hundredths: true };

export const NO_QUANTITY: Quantity = 0 as Quantity;

/** At most so many digits in all, two of them after the point. */
const MOST_DIGITS = 9;
const DECIMAL = /^(\d{1,9})(?:\.(\d{1,2}))?$/;

export const QUANTITY_RULE = "a number above zero of 1 to 9 digits, at most two of them after the point (3, 4000, 2.5)";

/** What is asked for or offered: a plain decimal above zero. Undefined for everything else: `-1`, `1e3`, `1,000`, `.5`, `0`. */
export function quantityFrom(text: string): Quantity | undefined {
  const amount = amountFrom(text);
  return amount === NO_QUANTITY ? undefined : amount;
}

/** What is left of something: also zero. */
export function amountFrom(text: string): Quantity | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, whole = "", fraction = ""] = match;
  if (whole.length + fraction.length > MOST_DIGITS) return undefined;
  return Number(`${whole}${fraction.padEnd(2, "0")}`) as Quantity;
}

/** As it is written on the wire and in files: `3`, `2.5`, without what says nothing. */
export function quantityText(quantity: Quantity): string {
  const fraction = String(quantity % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  const whole = String(Math.floor(quantity / 100));
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

export const quantityPlus = (a: Quantity, b: Quantity): Quantity => (a + b) as Quantity;

/** What is left when `b` is taken from `a`; never less than nothing. */
export const quantityLess = (a: Quantity, b: Quantity): Quantity => Math.max(0, a - b) as Quantity;

export const lesserQuantity = (a: Quantity, b: Quantity): Quantity => Math.min(a, b) as Quantity;

/** As it is kept. Throws on what was never one. */
export function hundredths(number: number): Quantity {
  if (!Number.isSafeInteger(number) || number < 0) throw new Error("No quantity in hundredths");
  return number as Quantity;
}
