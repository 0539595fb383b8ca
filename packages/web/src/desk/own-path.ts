/** A path of the desk, for going back to where somebody was; undefined for everything else, so that no link can lead away. */
export function ownPath(text: string): string | undefined {
  if (!/^\/desk(?:[/?]|$)/.test(text) || text.includes("\\")) return undefined;
  const url = new URL(text, "http://desk.invalid");
  return url.host === "desk.invalid" && url.pathname.startsWith("/desk") ? `${url.pathname}${url.search}` : undefined;
}
