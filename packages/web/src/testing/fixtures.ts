import {
  asObject,
  DAY,
  HOUR,
  hundredths,
  plainDate,
  region,
  sector,
  trusted,
  unitFor,
  type Action,
  type AllyLine,
  type Call,
  type Campaign,
  type Centre,
  type LanguageTag,
  type Post,
  type Region,
  type Sector,
  type Texts,
} from "@commonhall/domain";
import { addressesOf, type Site } from "@commonhall/wire";

export const SITE: Site = { origin: "https://hall.example", handleHost: "hall.example" };
export const NOW = Date.UTC(2026, 10, 24, 9, 30);

const at = addressesOf(SITE);
const uuid = (number: number): string => `0199f0aa-0000-7000-8000-${String(number).padStart(12, "0")}`;

export const texts = (of: Record<string, string>): Texts => of;
const date = (text: string) => plainDate(text)!;
const regions = (...codes: string[]): Region[] => codes.map((code) => region(code)!);
const sectors = (...codes: string[]): Sector[] => codes.map((code) => sector(code)!);
const translators = (of: Record<string, string>) => of as Readonly<Record<LanguageTag, string>>;

export const centre: Centre = {
  id: at.centre(trusted.handle("dar")),
  handle: trusted.handle("dar"),
  name: texts({
    en: "Migrant Workers’ Hall, Beirut",
    ar: "دار العمّال المهاجرين، بيروت",
    es: "Casa de Trabajadoras Migrantes, Beirut",
  }),
  summary: texts({
    en: "A hall for domestic, garment and construction workers, whatever their papers. Run by those who use it.\n\nCome on Sundays from ten. Tea is there, so are interpreters.",
    ar: "دار لعمّال المنازل والملابس والبناء، أيًّا كانت أوراقهم. يديرها من يستعملونها.\n\nتعالوا أيام الأحد من العاشرة. الشاي جاهز والمترجمون كذلك.",
    es: "Una casa para trabajadoras y trabajadores del hogar, de la confección y de la construcción, tengan los papeles que tengan. La llevan quienes la usan.",
  }),
  languages: ["en", "ar", "am", "bn", "id"] as unknown as Centre["languages"],
  regions: regions("LB", "LB-BA"),
  sectors: sectors("isic4:T97", "isic4:C14", "isic4:F"),
  founded: Date.UTC(2026, 2, 1),
};

/** The severance claim of garment workers, as the public record has it, with names left out. */
export const payUp: Campaign = {
  id: at.campaign(trusted.handle("payup2026")),
  handle: trusted.handle("payup2026"),
  centre: centre.id,
  openingPost: at.post(uuid(1)),
  name: texts({ en: "Pay what you owe", ar: "ادفعوا ما عليكم", es: "Paguen lo que deben", id: "Bayar hak kami" }),
  summary: texts({
    en: "2,000 garment workers are owed severance since the factory closed. The brands that bought from it can pay it tomorrow.\n\nThe factory went bankrupt months after a brand pulled its orders. The law sets USD 5.5 million. Others have agreed to cover severance when a supplier fails; this brand has not.",
    ar: "٢٠٠٠ من عمّال الملابس لم يتلقّوا تعويض نهاية الخدمة منذ أُغلق المصنع. العلامات التي اشترت منه تستطيع دفعه غدًا.",
    es: "A 2.000 trabajadoras de la confección se les debe la indemnización desde que cerró la fábrica. Las marcas que le compraban pueden pagarla mañana.",
    id: "2.000 buruh garmen belum menerima pesangon sejak pabrik tutup.",
  }),
  regions: regions("ID"),
  sectors: sectors("isic4:C14"),
  targets: [
    {
      name: "A Brand",
      role: "brand",
      url: "https://brand.example/contact",
      organization: "A Brand Holding",
      emailAddress: "press@brand.example",
    },
    { name: "A Supplier", role: "supplier" },
    { name: "Ministry of Manpower", role: "government", title: "Minister", givenName: "A.", familyName: "Person" },
  ],
  demands: [
    texts({
      en: "Pay the severance that the law sets: USD 5.5 million.",
      ar: "ادفعوا التعويض الذي يحدّده القانون: 5.5 مليون دولار.",
      es: "Paguen la indemnización que fija la ley: 5,5 millones de dólares.",
      id: "Bayar pesangon sesuai undang-undang: USD 5,5 juta.",
    }),
    texts({
      en: "No blacklisting of those who spoke up.",
      ar: "لا قوائم سوداء بمن تكلّموا.",
      es: "Ninguna lista negra de quienes hablaron.",
    }),
    texts({
      en: "A fund for the next closure, paid into by every buyer.",
      ar: "صندوق للإغلاق القادم يموّله كل مشترٍ.",
      es: "Un fondo para el próximo cierre, con aportes de todos los compradores.",
    }),
  ],
  starts: date("2026-11-22"),
  ends: date("2027-02-22"),
  status: "running",
  translators: translators({ ar: "Layla", es: "Colectiva Sur", id: "Sari" }),
  published: Date.UTC(2026, 10, 22, 8),
  updated: Date.UTC(2026, 10, 23, 12),
  log: [
    { at: Date.UTC(2026, 10, 22, 8), by: "secret-editor", what: "published" },
    { at: Date.UTC(2026, 10, 23, 12), by: "secret-editor", what: "changed" },
  ],
};

export const passports: Campaign = {
  ...payUp,
  id: at.campaign(trusted.handle("passports")),
  handle: trusted.handle("passports"),
  openingPost: at.post(uuid(2)),
  name: texts({ en: "Our passports belong to us", ar: "جوازاتنا لنا", es: "Nuestros pasaportes son nuestros" }),
  summary: texts({
    en: "An employer who keeps a passport keeps a person.",
    ar: "من يحتفظ بجواز سفر يحتفظ بإنسان.",
    es: "Quien retiene un pasaporte retiene a una persona.",
  }),
  regions: regions("LB"),
  sectors: sectors("isic4:T97"),
  targets: [{ name: "Ministry of Labour", role: "government" }],
  demands: [
    texts({
      en: "Prosecute those who keep passports.",
      ar: "حاكموا من يحتجز الجوازات.",
      es: "Que se persiga a quien retiene pasaportes.",
    }),
  ],
  status: "suspended",
  published: Date.UTC(2026, 9, 1),
  log: [
    { at: Date.UTC(2026, 9, 1), by: "secret-editor", what: "published" },
    { at: Date.UTC(2026, 10, 2), by: "secret-editor", what: "suspended" },
  ],
};

export const sundays: Campaign = {
  ...passports,
  id: at.campaign(trusted.handle("sundays")),
  handle: trusted.handle("sundays"),
  openingPost: at.post(uuid(3)),
  name: texts({ en: "Sunday is ours", ar: "الأحد لنا", es: "El domingo es nuestro" }),
  summary: texts({
    en: "One whole day off a week, outside the house.",
    ar: "يوم عطلة كامل في الأسبوع خارج المنزل.",
    es: "Un día entero libre por semana, fuera de la casa.",
  }),
  status: "closed",
  closing: {
    outcome: "partly",
    changed: "Eleven agencies put a day off into their contracts. The law has not changed.",
    workersTold: true,
  },
  updated: Date.UTC(2026, 8, 1),
  log: [
    { at: Date.UTC(2026, 5, 1), by: "secret-editor", what: "published" },
    { at: Date.UTC(2026, 7, 31), by: "secret-editor", what: "renewed" },
    { at: Date.UTC(2026, 8, 1), by: "secret-editor", what: "closed" },
  ],
};

export const met: Post = {
  id: at.post(uuid(11)),
  centre: centre.id,
  campaign: payUp.id,
  text: texts({
    en: "The brand has met us. **Twelve of 43** have been paid.\n\nThe others meet on Friday.",
    ar: "التقت بنا العلامة التجارية. **اثنا عشر من ٤٣** استلموا مستحقاتهم.",
    es: "La marca se reunió con nosotras. **Doce de 43** ya cobraron.",
    id: "Merek itu telah menemui kami. Dua belas dari 43 sudah dibayar.",
  }),
  tags: ["severance", "PayUp"],
  regions: regions("ID"),
  sectors: sectors("isic4:C14"),
  published: NOW - 3 * HOUR,
};

export const legalDay: Post = {
  ...met,
  id: at.post(uuid(12)),
  text: texts({
    en: "A lawyer is in the hall on Thursday from 17:00. Bring your contract, or a picture of it:\n\n- what you were promised\n- what you signed\n- what you were paid",
    ar: "محامية في الدار يوم الخميس من الساعة 17:00. أحضر عقدك أو صورته.",
  }),
  tags: [],
  published: NOW - 30 * HOUR,
  updated: NOW - 20 * HOUR,
};

export const rally: Action = {
  id: at.action(uuid(21)),
  centre: centre.id,
  campaign: payUp.id,
  type: "rally",
  name: texts({
    en: "At the brand’s shop",
    ar: "أمام متجر العلامة",
    es: "Frente a la tienda de la marca",
    id: "Di depan toko merek",
  }),
  text: texts({
    en: "Outside the shop on Jalan Thamrin. Bring signs, and *water*. Interpreters are there from half past seven.",
    ar: "أمام المتجر في شارع تامرين. أحضروا لافتات وماء.",
    es: "Frente a la tienda, Jalan Thamrin. Traigan carteles y agua.",
  }),
  starts: Date.UTC(2026, 10, 28, 1),
  ends: Date.UTC(2026, 10, 28, 4),
  timezone: "Asia/Jakarta",
  place: { name: "Jalan Thamrin 10", address: "Jalan M.H. Thamrin 10, Jakarta 10230" },
  announcement: at.post(uuid(31)),
  cancelled: false,
  published: NOW - 20 * HOUR,
  sequence: 0,
};

export const petition: Action = {
  id: at.action(uuid(22)),
  centre: centre.id,
  campaign: payUp.id,
  type: "petition",
  name: texts({ en: "Sign: pay the severance", ar: "وقّع: ادفعوا التعويض", es: "Firma: paguen la indemnización" }),
  text: texts({
    en: "Your name goes to the brand, not to us.",
    ar: "اسمك يصل إلى العلامة لا إلينا.",
    es: "Tu nombre va a la marca, no a nosotras.",
  }),
  starts: Date.UTC(2026, 10, 22, 8),
  timezone: "Asia/Jakarta",
  url: "https://petition.example/pay",
  announcement: at.post(uuid(32)),
  cancelled: false,
  published: NOW - 48 * HOUR,
  sequence: 0,
};

export const picket: Action = {
  ...rally,
  id: at.action(uuid(23)),
  type: "picket",
  name: texts({ en: "Picket at the port", ar: "اعتصام عند المرفأ", es: "Piquete en el puerto" }),
  starts: Date.UTC(2026, 10, 29, 5),
  ends: Date.UTC(2026, 10, 29, 9),
  timezone: "Asia/Beirut",
  place: { name: "Gate 3" },
  cancelled: true,
  announcement: at.post(uuid(33)),
  updated: NOW - HOUR,
  sequence: 1,
};

export const assembly: Action = {
  ...rally,
  id: at.action(uuid(24)),
  type: "meeting",
  name: texts({ en: "Assembly", ar: "جمعية عامة", es: "Asamblea" }),
  starts: Date.UTC(2026, 10, 15, 8),
  ends: Date.UTC(2026, 10, 15, 10),
  timezone: "Asia/Beirut",
  place: { name: "The hall" },
  announcement: at.post(uuid(34)),
  published: NOW - 400 * HOUR,
};

/** Twelve organisers in a police station: for everybody, with some of what is needed promised already. */
export const arrest: Call = {
  id: at.call(uuid(41)),
  centre: centre.id,
  campaign: payUp.id,
  urgency: "immediate",
  severity: "severe",
  certainty: "observed",
  exercise: false,
  text: texts({
    en: "Twelve organisers were arrested at the picket this morning. They are at the police station of Tanah Abang, and **nobody may see them**.",
    ar: "اعتُقل اثنا عشر منظِّمًا عند الاعتصام صباح اليوم. هم في مركز الشرطة، و**لا يُسمح لأحد برؤيتهم**.",
    es: "Doce personas fueron detenidas en el piquete esta mañana. Están en la comisaría, y **nadie puede verlas**.",
  }),
  expires: NOW + 2 * DAY,
  needs: [
    {
      id: trusted.object(`${at.call(uuid(41))}/needs/1`),
      number: 1,
      name: texts({ en: "Lawyers at the police station", ar: "محامون في مركز الشرطة", es: "Abogadas en la comisaría" }),
      type: "legal",
      quantity: hundredths(300),
      unit: "people",
      available: hundredths(100),
    },
    {
      id: trusted.object(`${at.call(uuid(41))}/needs/2`),
      number: 2,
      name: texts({ en: "Bail fund", ar: "صندوق الكفالة", es: "Fondo para fianzas" }),
      type: "money",
      quantity: hundredths(400_000),
      unit: unitFor("money", "USD")!,
      available: hundredths(160_000),
    },
    {
      id: trusted.object(`${at.call(uuid(41))}/needs/3`),
      number: 3,
      name: texts({ en: "Interpreters for Sundanese", ar: "مترجمون من السوندية", es: "Intérpretes de sundanés" }),
      type: "interpreter",
      quantity: hundredths(200),
      unit: "people",
      available: hundredths(0),
    },
  ],
  audience: { type: "public" },
  regions: [],
  sectors: [],
  recognisable: true,
  consent: {
    asked: date("2026-11-24"),
    language: "id" as LanguageTag,
    how: "in person",
    audience: { type: "public" },
  },
  status: "open",
  published: NOW - HOUR,
  told: NOW - HOUR,
  log: [{ at: NOW - HOUR, by: "secret-editor", what: "published" }],
};

/** The same for allies alone. */
export const secretArrest: Call = {
  ...arrest,
  id: at.call(uuid(42)),
  audience: { type: "allies" },
  text: texts({ en: "Secret: two workers hide in a church." }),
};

export const DELETED_BULLETIN = at.bulletin("5d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c99");
export const DELETED_POST = at.post(uuid(99));
export const DELETED_CAMPAIGN = asObject(at.campaign(trusted.handle("withdrawn")));

export const everything = {
  centre,
  campaigns: [payUp, passports, sundays],
  posts: [met, legalDay],
  actions: [rally, petition, picket, assembly],
  calls: [arrest, secretArrest],
};

const EVERY_CELL = { send: true, accept: true, passOn: true };
const EVERYTHING = { campaigns: EVERY_CELL, calls: EVERY_CELL, bulletins: EVERY_CELL };

/** A centre with which ours is allied, called by the first part of its host. */
export function allyLine(name: string, more: Partial<AllyLine> = {}): AllyLine {
  const peer = trusted.actor(`https://${name}.example/centres/${name}`);
  return {
    peer,
    offer: trusted.activity(`${peer}/offers/1`),
    relationship: trusted.object(`${peer}/alliances/1`),
    offeredBy: "them",
    offered: NOW - DAY,
    state: "accepted",
    terms: { grid: EVERYTHING },
    policy: EVERYTHING,
    since: NOW - DAY,
    apart: false,
    name: `Hall of ${name}`,
    handle: `@${name}@${name}.example`,
    ...more,
  };
}
