/** A name of nothing but what a person would read in it. */
const LONGEST = 80;
const LONGEST_ENDING = 10;

/** Names that some systems take for devices, whatever stands after the dot. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The name of a file as somebody's browser told it, made harmless for whoever saves it later: no folders (of any
 * system), no characters that steer a terminal, a shell or the direction of a line, no leading dot, at most 80
 * characters with its ending kept. Never used to find out what the file is, nor to store it.
 */
export function harmlessName(typed: string): string {
  const last = typed.split(/[/\\]/).at(-1) ?? "";
  const plain = last
    .normalize("NFC")
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"|?*`$;&%~^]/gu, "")
    .replace(/\s+/gu, " ")
    .replace(/^[. -]+|[. ]+$/g, "");
  const name = DEVICES.test(plain) ? `_${plain}` : plain;
  return name === "" ? "file" : shortened(name);
}

function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= LONGEST) return name;
  const dot = letters.lastIndexOf(".");
  const ending = dot > 0 && letters.length - dot <= LONGEST_ENDING ? letters.slice(dot) : [];
  return [...letters.slice(0, LONGEST - ending.length), ...ending].join("");
}
