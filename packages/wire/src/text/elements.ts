/** Plain text for a place between tags. */
export const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', "&quot;");

export const paragraph = (lines: readonly string[]): string => `<p>${lines.join("<br />")}</p>`;
export const strong = (text: string): string => `<strong>${escapeText(text)}</strong>`;
export const labelled = (label: string, html: string): string => `${escapeText(label)}: ${html}`;

export interface LinkOptions {
  readonly text: string;
  readonly hreflang?: string;
  readonly class?: string;
  readonly rel?: string;
}

export function link(href: string, options: LinkOptions): string {
  const { text, hreflang, class: className, rel } = options;
  const attributes = Object.entries({ href, hreflang, class: className, rel }).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${escapeAttribute(value)}"`],
  );
  return `<a${attributes.join("")}>${escapeText(text)}</a>`;
}

/** A link that shows where it leads: `hall.example/campaigns/payup2026`. */
export const plainLink = (href: string): string => link(href, { text: href.replace(/^https?:\/\//, "") });
