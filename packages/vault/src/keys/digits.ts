/** The decimal digits of a text, of whatever script, as ASCII; everything else is left out. */
export const digitsOf = (typed: string): string => Array.from(typed.match(/\p{Nd}/gu) ?? [], digitValue).join("");

/** ISO 7064 MOD 97-10: finds every mistyped digit and every two neighbours that changed places. */
export const checkDigits = (digits: string): string => String(98n - ((BigInt(digits) * 100n) % 97n)).padStart(2, "0");

/** Unicode has the decimal digits of every script in order, from zero to nine, some sets right after each other. */
function digitValue(digit: string): number {
  const own = digit.codePointAt(0) ?? 0;
  let first = own;
  while (first > 0 && /\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return (own - first) % 10;
}
