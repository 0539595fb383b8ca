export const TARGET_ROLES = ["supplier", "brand", "recruiter", "government", "financier", "employer", "other"] as const;
export type TargetRole = (typeof TARGET_ROLES)[number];

/** Whom a campaign addresses. Field names are those of an OSDI target; all of it is public. */
export interface Target {
  readonly name: string;
  readonly role: TargetRole;
  readonly url?: string;
  readonly title?: string;
  readonly organization?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly postalAddress?: string;
  readonly emailAddress?: string;
}
