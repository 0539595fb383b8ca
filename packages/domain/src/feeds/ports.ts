/**
 * Where the node's own calendar lies: the part of its address that nobody can guess, 128 random bits as letters, digits,
 * `-` and `_`. What stands in that calendar tells whom the centre follows, and that is nobody's business.
 */
export interface CalendarAddress {
  /** Made when it is first asked for. */
  get(): Promise<string>;
  /** Another one, which it answers. Nothing lies at the one before any more. */
  renew(): Promise<string>;
}
