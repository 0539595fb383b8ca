/** Plain text of a person as HTML: a paragraph for each block of lines, nothing of it taken for markup. */
export const paragraphs = (text: string): string =>
  text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => `<p>${block.trim().split(/\n/).map(escape).join("<br>")}</p>`)
    .join("");

const escape = (line: string): string =>
  line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
