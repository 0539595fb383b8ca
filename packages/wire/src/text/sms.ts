/** What a message costs to send: one part is one short message. */
export interface SmsParts {
  /** Arabic, Cyrillic or an emoji anywhere in it make the whole message UCS-2, and its parts less than half as long. */
  readonly alphabet: "GSM-7" | "UCS-2";
  /** Septets or UTF-16 units. */
  readonly units: number;
  readonly parts: number;
}

/** The basic alphabet and its extension, which costs two septets a character (3GPP TS 23.038, 6.2.1). */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION = "\f^{}\\[~]|€";
const SEPTETS: ReadonlyMap<string, number> = new Map([
  ...[...BASIC].map((character): [string, number] => [character, 1]),
  ...[...EXTENSION].map((character): [string, number] => [character, 2]),
]);

/** In one message, and in each of several that belong together, which lose room for their header (3GPP TS 23.040, 9.2.3.24.1). */
const ROOM = { "GSM-7": { alone: 160, together: 153 }, "UCS-2": { alone: 70, together: 67 } } as const;

/** How a text is cut up: no character is torn in two. */
export function smsParts(text: string): SmsParts {
  const characters = [...text];
  const isGsm = characters.every((character) => SEPTETS.has(character));
  const alphabet = isGsm ? "GSM-7" : "UCS-2";
  const costs = characters.map((character) => (isGsm ? (SEPTETS.get(character) ?? 1) : character.length));
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  const { alone, together } = ROOM[alphabet];
  return { alphabet, units, parts: units <= alone ? 1 : partsOf(costs, together) };
}

function partsOf(costs: readonly number[], room: number): number {
  let parts = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > room) {
      parts += 1;
      used = 0;
    }
    used += cost;
  }
  return parts;
}
