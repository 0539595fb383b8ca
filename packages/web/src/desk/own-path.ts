/** A path of the desk, for going back to where somebody was; undefined for everything else, so that no link can lead away. */
export function ownPath(text: string): string | undefined {
  if (!isAtDesk(text)) return undefined;
  const { pathname, search } = new URL(text, "http://desk.invalid");
  return isAtDesk(pathname) ? `${pathname}${search}` : undefined;
}

const isAtDesk = (path: string): boolean => /^\/desk(?:[/?]|$)/.test(path);
