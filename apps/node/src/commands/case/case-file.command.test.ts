import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { languageTag } from "@commonhall/domain";
import type { CaseFile } from "@commonhall/vault";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hall } from "../../hall.ts";
import { openSealed } from "../../vault/open-sealed.ts";
import { pepperOf } from "../../vault/pepper.ts";

const PASSPHRASE = "a long passphrase of six words";
const CENTRE = `
kind: centre
handle: centro
name: Hall
summary: A hall
languages: [en]
regions: [LB]
sectors: ["isic4:T97"]
staff:
  - { name: first, roles: [administrator], passphrase: ${PASSPHRASE} }
  - { name: amina, roles: [caseworker], passphrase: ${PASSPHRASE} }
  - { name: bo, roles: [caseworker], passphrase: ${PASSPHRASE} }
`;
/** A picture of one point. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const LETTER = Buffer.from("%PDF-1.7 \u001b[2J a contract\r\n");

let folder = "";
let id = "";
let files: readonly CaseFile[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hall-file-"));
  await writeFile(join(folder, "centre.yaml"), CENTRE);
  expect(await run(["setup", "centre.yaml"])).toMatchObject({ code: 0 });
  await report();
  const { items } = JSON.parse((await as("amina", ["list", "--json"])).text);
  id = items[0].id;
  files = JSON.parse((await as("amina", ["show", id, "--json"])).text).told[0].files;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(words: readonly string[], input = "", isTerminal = false) {
  const [out, err]: [Buffer[], string[]] = [[], []];
  const io = {
    environment: { HALL_DATA: join(folder, "data"), HALL_ORIGIN: "https://hall.example", HALL_TEST_NETWORK: "1" },
    folders: [folder],
    out: (text: string) => void out.push(Buffer.from(text)),
    err: (text: string) => void err.push(text),
    ...(isTerminal ? {} : { outBytes: (bytes: Uint8Array) => void out.push(Buffer.from(bytes)) }),
    input: () => Promise.resolve(input),
  };
  const code = await hall(words, io, { onEnd: () => undefined });
  const bytes = Buffer.concat(out);
  return { code, bytes, text: bytes.toString(), err: err.join("") };
}

const as = (name: string, words: readonly string[], passphrase = PASSPHRASE) =>
  run(["case", ...words, "--as", name], `${passphrase}\n`);

async function report(): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const options = { dataFolder: join(folder, "data"), pepperFile: join(folder, "data.pepper"), log };
  const sealed = await openSealed({ ...options, pepper: pepperOf(options), clock: Date.now });
  if (!sealed.ok) throw new Error(sealed.error.type);
  const sent = [
    { name: "photo.png", type: "image/png", bytes: PICTURE },
    { name: "letter.pdf", type: "application/pdf", bytes: LETTER },
  ];
  const language = languageTag("ne") ?? expect.fail();
  const intake = { language, happened: ["wages"], story: "", consents: [], files: sent } as const;
  await sealed.value.intakes.submit(intake, { code: "none", channel: "web", quarantined: false });
  await sealed.value.close();
}

const fileOf = (name: string, kind: CaseFile["kind"]): CaseFile =>
  files.find((file) => file.name.startsWith(name) && file.kind === kind) ?? expect.fail(JSON.stringify(files));

describe("a file of a case from the command line", () => {
  test("comes byte for byte on standard output, the clean copy or what was sent", async () => {
    const letter = fileOf("letter", "original");
    expect(await as("amina", ["file", id, letter.id])).toMatchObject({ code: 0, bytes: LETTER, err: "" });
    const clean = fileOf("photo", "clean");
    const shown = await as("amina", ["file", id, clean.id]);
    expect(shown.code).toBe(0);
    expect(createHash("sha256").update(shown.bytes).digest("hex")).toBe(clean.sha256);
    expect(shown.bytes.equals(PICTURE)).toBe(false);
  });

  test("as it came is given to whoever asks for that, not to whoever takes the wrong name", async () => {
    const { id: original } = fileOf("photo", "original");
    const refused = await as("amina", ["file", id, original]);
    expect(refused).toMatchObject({ code: 2, text: "" });
    expect(refused.err).toContain(fileOf("photo", "clean").id);
    expect(await as("amina", ["file", id, original, "--original"])).toMatchObject({ code: 0, bytes: PICTURE });
  });

  test("goes to a path that is free, for this account alone, and writes over nothing", async () => {
    const letter = fileOf("letter", "original");
    const saved = await as("amina", ["file", id, letter.id, "--to", "letter.pdf", "--json"]);
    const path = join(folder, "letter.pdf");
    expect(saved.code).toBe(0);
    expect(JSON.parse(saved.text)).toEqual({ ...letter, path });
    expect(await readFile(path)).toEqual(LETTER);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await writeFile(path, "mine");
    const again = await as("amina", ["file", id, letter.id, "--to", "letter.pdf"]);
    expect(again).toMatchObject({ code: 1, text: "", err: "--to: letter.pdf is there already\n" });
    expect(await readFile(path, "utf8")).toBe("mine");
    const nowhere = await as("amina", ["file", id, letter.id, "--to", "no/such/letter.pdf"]);
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining("ENOENT") });
  });

  test("never comes onto a terminal, nor beside a JSON value", async () => {
    const { id: letter } = fileOf("letter", "original");
    const words = ["case", "file", id, letter, "--as", "amina"];
    expect(await run(words, PASSPHRASE, true)).toMatchObject({ code: 2, text: "" });
    expect(await run([...words, "--json"], PASSPHRASE)).toMatchObject({ code: 2, text: "" });
    expect(await run([...words, "--to", "from-terminal.pdf"], PASSPHRASE, true)).toMatchObject({ code: 0 });
  });

  test("is not there for whoever is no reader, without the passphrase, or under a wrong name", async () => {
    const { id: letter } = fileOf("letter", "original");
    expect(await as("amina", ["file", id, letter], "another passphrase of words")).toMatchObject({ code: 1, text: "" });
    expect(await as("amina", ["file", "me", letter])).toMatchObject({ code: 2, text: "" });
    expect(await as("amina", ["file", id, "none"])).toMatchObject({
      code: 1,
      err: "There is no such file in the case.\n",
    });
    expect(await as("amina", ["take-back", id, "bo"])).toMatchObject({ code: 0 });
    expect(await as("bo", ["file", id, letter])).toMatchObject({ code: 1, text: "", err: "There is no such case.\n" });
  });
});
