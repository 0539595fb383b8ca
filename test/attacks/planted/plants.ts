import { randomBytes } from "node:crypto";

/** What a test leaves in every field, each where it can be told apart from all others. */
export interface Plants {
  /** A new text that stands nowhere else in the world. */
  readonly plant: (where: string) => string;
  /** One that the program made itself and that must not be found either. */
  readonly note: (where: string, text: string) => void;
  /** By what they are, where each was left. */
  readonly all: ReadonlyMap<string, string>;
}

/** Words of other scripts have other bytes in each encoding. */
const SCRIPTS = ["Passport", "राहदानी", "جواز", "পাসপোর্ট"];

export function plants(): Plants {
  const all = new Map<string, string>();
  const note = (where: string, text: string) => void all.set(text, where);
  return {
    plant: (where) => {
      const text = `${SCRIPTS[all.size % SCRIPTS.length]}${randomBytes(9).toString("hex")}Qx`;
      note(where, text);
      return text;
    },
    note,
    all,
  };
}

/** Every form in which a text may lie in a file, by name. What stands before and after it is unknown. */
export function formsOf(text: string): readonly (readonly [string, Buffer])[] {
  const utf8 = Buffer.from(text);
  const utf16 = Buffer.from(text, "utf16le");
  const percent = (hex: string) => hex.replace(/../g, "%$&");
  const hex = utf8.toString("hex");
  const forms: (readonly [string, Buffer | string])[] = [
    ["UTF-8", utf8],
    ["UTF-8, small letters", text.toLowerCase()],
    ["UTF-16, small end first", utf16],
    ["UTF-16, great end first", Buffer.from(utf16).swap16()],
    ["hexadecimal", hex],
    ["hexadecimal, capitals", hex.toUpperCase()],
    ["hexadecimal of UTF-16", utf16.toString("hex")],
    ["percent signs", encodeURIComponent(text)],
    ["percent signs everywhere", percent(hex.toUpperCase())],
    ["percent signs everywhere, small letters", percent(hex)],
    [
      "JSON with escapes",
      JSON.stringify(text)
        .slice(1, -1)
        .replace(/[^ -~]/g, escaped),
    ],
    ...[utf8, utf16].flatMap((bytes, kind) =>
      [0, 1, 2].flatMap((before) => {
        const name = `base64 of ${kind === 0 ? "UTF-8" : "UTF-16"}, ${before} bytes before`;
        return (["base64", "base64url"] as const).map((way) => [name, base64Amid(bytes, before, way)] as const);
      }),
    ),
  ];
  const read = forms.map(([name, form]) => [name, Buffer.from(form)] as const);
  return [...new Map(read.map((one) => [one[1].toString("latin1"), one])).values()];
}

const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** The letters that come out whatever stands around: those that hold a bit of something else are left out. */
function base64Amid(bytes: Buffer, before: number, way: "base64" | "base64url"): string {
  const amid = Buffer.concat([Buffer.alloc(before), bytes]);
  return amid
    .toString(way)
    .replace(/=+$/, "")
    .slice(Math.ceil((before * 8) / 6), Math.floor((amid.length * 8) / 6));
}
