/** Who takes part: each a node of its own, set up from this file. */
export interface Part {
  readonly name: string;
  readonly handle: string;
  readonly centre: string;
}

/** For the demonstration only: it is printed, so that one can sign in and look around. */
export const PASSPHRASE = "demonstration only seven plain words";

/** Who signs what is released of reports, each with keys of their own. */
const OFFICERS = `
  - { name: third, roles: [proposer], passphrase: ${PASSPHRASE} }
  - { name: fourth, roles: [approver], passphrase: ${PASSPHRASE} }`;

const part = (name: string, handle: string, lines: string, more = ""): Part => ({
  name,
  handle,
  centre: `kind: centre
handle: ${handle}
${lines}
staff:
  - { name: first, roles: [administrator, editor], passphrase: ${PASSPHRASE} }
  - { name: second, roles: [caseworker], passphrase: ${PASSPHRASE} }${more}
`,
});

export const CAST = {
  beirut: part(
    "Beirut",
    "beirut",
    `name: { en: Migrant Workers' Hall Beirut, ar: دار العمّال المهاجرين في بيروت }
summary: { en: A hall for domestic workers., ar: دارٌ لعاملات المنازل. }
languages: [en, ar]
regions: [LB]
sectors: ["isic4:T97"]`,
    OFFICERS,
  ),
  hongKong: part(
    "Hong Kong",
    "hongkong",
    `name: { en: Migrant Workers' House Hong Kong, id: Rumah Pekerja Migran Hong Kong }
summary: { en: A house for domestic workers on their day off., id: Rumah bagi pekerja rumah tangga di hari libur. }
languages: [en, id]
regions: [HK]
sectors: ["isic4:T97"]`,
  ),
  federation: part(
    "Federation",
    "federation",
    `name: { en: Federation of Migrant Workers' Unions, es: Federación de sindicatos de migrantes }
summary: { en: Unions of migrant workers in two regions., es: Sindicatos de migrantes en dos regiones. }
languages: [en, es]
regions: []
sectors: ["isic4:T97", "isic4:C14"]`,
  ),
  stranger: part(
    "Stranger",
    "stranger",
    `name: { en: Somebody elsewhere }
summary: { en: "Follows, and gets what everybody gets." }
languages: [en]
regions: []
sectors: []`,
  ),
} as const satisfies Record<string, Part>;

export const CAMPAIGN = `kind: campaign
handle: wages-now
name: { en: Our wages now, ar: أجورنا الآن }
summary:
  en: Domestic workers went unpaid for months, and their papers were kept. (This campaign is made up.)
  ar: لم تُدفع أجور عاملات المنازل أشهرًا، وصودرت أوراقهنّ. (هذه الحملة من نسج الخيال.)
regions: [LB]
sectors: ["isic4:T97"]
targets:
  - { name: The agency, role: recruiter }
  - { name: The ministry of labour, role: government }
demands:
  - { en: Pay every month that is owed, ar: ادفعوا كلّ شهر مستحقّ }
  - { en: Give the papers back, ar: أعيدوا الأوراق إلى صاحباتها }
`;

export const post = (en: string, ar: string): string => `kind: post
campaign: wages-now
text: { en: "${en}", ar: "${ar}" }
tags: [wages]
`;

/** On that day, from `starts` to `ends` o'clock. */
export const action = (day: string, [starts, ends]: readonly [starts: string, ends: string]): string => `kind: action
campaign: wages-now
type: rally
name: { en: Rally before the ministry, ar: تجمّع أمام الوزارة }
text: { en: Bring water and a friend., ar: أحضرن ماءً وصديقة. }
starts: ${day} ${starts}
ends: ${day} ${ends}
timezone: Asia/Beirut
place: { name: Before the ministry }
`;
