/** Why a statement about an alliance is not taken. None of it carries content, so that it may stand in a log. */
export type StatementFault =
  | { readonly type: "malformed"; readonly field: string; readonly detail: string }
  /** Its bytes are not the canonical form (RFC 8785) of what they say, so another program would sign others. */
  | { readonly type: "not canonical" }
  | { readonly type: "too large"; readonly limit: number }
  /** It says something that no charter may say. */
  | { readonly type: "unfit"; readonly why: string }
  | { readonly type: "no signature" }
  | { readonly type: "doubled signature" }
  /** By a key that is no member's, of this version or of the one before. */
  | { readonly type: "foreign signature" }
  | { readonly type: "wrong signature" }
  /** Made after the version, or the one before, had run out. */
  | { readonly type: "expired signature" }
  | { readonly type: "signature from the future" }
  | { readonly type: "another alliance" };

export const describeFault = (fault: StatementFault): string =>
  fault.type === "malformed"
    ? `malformed: ${fault.field}`
    : fault.type === "unfit"
      ? `unfit: ${fault.why}`
      : fault.type;
