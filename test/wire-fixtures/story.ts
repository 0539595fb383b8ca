import {
  close,
  HOUR,
  languageTag,
  momentOf,
  plainDate,
  region,
  renew,
  sector,
  textsFrom,
  trusted,
  type Action,
  type Campaign,
  type Centre,
  type LanguageTag,
  type PlainDate,
  type Post,
  type Region,
  type Result,
  type Sector,
  type Texts,
} from "@commonhall/domain";
import { addressesOf, type Site } from "@commonhall/wire";

/** The node that most documents are of, and the one that follows and endorses. */
export const HALL: Site = { origin: "https://hall.example", handleHost: "hall.example" };
export const ALLY: Site = { origin: "https://ally.example", handleHost: "ally.example" };
export const hall = addressesOf(HALL);
export const ally = addressesOf(ALLY);
export const ALLY_CENTRE = ally.centre(trusted.handle("ally"));
export const SOFTWARE = { name: "Commonhall", version: "0.1.0" } as const;

export const uuid = (number: number): string => `0199f0aa-${String(number).padStart(4, "0")}-7000-8000-000000000000`;
export const PUBLISHED = Date.UTC(2026, 10, 22, 9);
export const CHANGED = PUBLISHED + 26 * HOUR;

export const centre: Centre = {
  id: hall.centre(trusted.handle("hall")),
  handle: trusted.handle("hall"),
  name: texts({ en: "Migrant Workers' Hall", ar: "دار العمّال المهاجرين" }),
  summary: texts({
    en: "A hall for domestic and construction workers.\n\n**Open on Sundays.**",
    ar: "دار لعمّال المنازل والبناء.\n\n**مفتوحة أيام الأحد.**",
  }),
  languages: [tag("en"), tag("ar")],
  regions: [place("LB"), place("LB-BA")],
  sectors: [trade("isic4:T97"), trade("isic4:F")],
  founded: Date.UTC(2026, 2, 1),
};

export const campaign: Campaign = {
  id: hall.campaign(trusted.handle("payup2026")),
  handle: trusted.handle("payup2026"),
  centre: centre.id,
  openingPost: hall.post(uuid(1)),
  name: texts({ en: "Pay what you owe: BuildCo", es: "Paguen lo que deben: BuildCo", ar: "ادفعوا ما عليكم: بيلدكو" }),
  summary: texts({
    en: "Forty-three workers are owed six weeks' wages since the site was closed.\n\nThey have asked *three times*.",
    es: "A cuarenta y tres trabajadores se les deben seis semanas de salario desde que cerró la obra.",
    ar: "لم يُدفع لثلاثة وأربعين عاملاً أجر ستة أسابيع منذ إغلاق الورشة.",
  }),
  demands: [
    texts({
      en: "Pay all back wages by 1 December",
      es: "Pago de todos los salarios antes del 1 de diciembre",
      ar: "دفع كل الأجور المتأخرة قبل 1 كانون الأول",
    }),
    texts({ en: "No retaliation", es: "Sin represalias" }),
  ],
  targets: [
    { name: "BuildCo Inc.", role: "employer", url: "https://buildco.example/" },
    {
      name: "A. Example",
      role: "government",
      title: "Director",
      organization: "Labour Inspectorate",
      givenName: "A.",
      familyName: "Example",
      postalAddress: "1 Ministry Square, Beirut",
      emailAddress: "inspectorate@gov.example",
    },
  ],
  regions: [place("LB-BA")],
  sectors: [trade("isic4:F41")],
  starts: day("2026-11-22"),
  ends: day("2027-02-22"),
  translators: { [tag("es")]: "Translators' circle, Ally" },
  status: "running",
  published: PUBLISHED,
  log: [{ at: PUBLISHED, by: "amal", what: "published" }],
};

export const renewed: Campaign = must(renew(campaign, "amal", CHANGED));
export const closed: Campaign = must(
  close(
    renewed,
    { outcome: "partly", changed: "Thirty-one of 43 have been paid. The rest goes to court.", workersTold: true },
    "amal",
    CHANGED + HOUR,
  ),
);

export const post: Post = {
  id: hall.post(uuid(2)),
  centre: centre.id,
  campaign: campaign.id,
  text: texts({
    es: "BuildCo se reunió con nosotros. **Doce** de 43 ya cobraron.\n\n- Próxima reunión: martes\n- [Carta](https://hall.example/letter.pdf)",
    en: "BuildCo has met us. **Twelve** of 43 have been paid.\n\n- Next meeting: Tuesday\n- [Letter](https://hall.example/letter.pdf)",
  }),
  tags: ["WageTheft", "أجور"],
  regions: [],
  sectors: [],
  published: PUBLISHED + HOUR,
};

export const updatedPost: Post = {
  ...post,
  text: texts({ es: "BuildCo se reunió con nosotros. **Trece** de 43 ya cobraron." }),
  updated: CHANGED,
};

/** About the centre itself, and with what somebody might try. */
export const postOfCentre: Post = {
  id: hall.post(uuid(3)),
  centre: centre.id,
  text: texts({ en: "# Closed on Monday\n\nWe are back on Tuesday. <script>alert(1)</script> & <b>bold</b>" }),
  tags: [],
  regions: [place("LB")],
  sectors: [],
  published: PUBLISHED + 2 * HOUR,
};

const ZONE = "Asia/Beirut";

export const picket: Action = {
  id: hall.action(uuid(4)),
  announcement: hall.post(uuid(5)),
  centre: centre.id,
  campaign: campaign.id,
  type: "picket",
  name: texts({ en: "At the gates of BuildCo", ar: "عند بوابات بيلدكو" }),
  text: texts({ en: "We stand with the 31 who are still unpaid. Bring signs.", ar: "نقف مع من لم يُدفع لهم بعد." }),
  starts: momentOf({ date: day("2026-11-28"), time: "08:00" }, ZONE),
  ends: momentOf({ date: day("2026-11-28"), time: "11:00" }, ZONE),
  timezone: ZONE,
  place: { name: "Gate 3", address: "12 Port Road, Beirut" },
  published: PUBLISHED + 3 * HOUR,
  cancelled: false,
  sequence: 0,
};

export const cancelledPicket: Action = { ...picket, cancelled: true, updated: CHANGED, sequence: 1 };

const { place: _, ends: __, ...openPicket } = picket;

export const strike: Action = {
  ...openPicket,
  id: hall.action(uuid(6)),
  announcement: hall.post(uuid(7)),
  type: "strike",
  name: texts({ en: "Strike until we are paid" }),
  text: texts({ en: "From Monday on nobody goes in." }),
};

export const petition: Action = {
  ...openPicket,
  id: hall.action(uuid(8)),
  announcement: hall.post(uuid(9)),
  type: "petition",
  name: texts({ en: "Ten thousand names for 43 wages" }),
  text: texts({ en: "Sign, and ask one other person to sign." }),
  ends: momentOf({ date: day("2027-01-31"), time: "23:59" }, ZONE),
  url: "https://sign.example/payup",
};

export function texts(entries: Readonly<Record<string, string>>): Texts {
  return must(textsFrom(entries));
}

function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function known<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new Error(`Not what it should be: ${text}`);
  return value;
}

function tag(text: string): LanguageTag {
  return known(languageTag(text), text);
}

function day(text: string): PlainDate {
  return known(plainDate(text), text);
}

function place(text: string): Region {
  return known(region(text), text);
}

function trade(text: string): Sector {
  return known(sector(text), text);
}
