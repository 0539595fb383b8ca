/** For a log: the kind of error, and where in the program. Its message could hold what somebody typed, so none of it. */
export function whatBroke(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { name, message, stack = "" } = error;
  const told = stack.indexOf(message);
  const [place] = /^ +at .*$/m.exec(told < 0 ? "" : stack.slice(told + message.length)) ?? [];
  return place === undefined ? name : `${name} ${place.trim()}`;
}
