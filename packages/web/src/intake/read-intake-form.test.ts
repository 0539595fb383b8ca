import { LARGEST_FILE, MOST_FILES } from "@commonhall/vault";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fileRoom, readIntakeForm as readIn, type IntakeForm } from "./read-intake-form.ts";

const readIntakeForm = (request: Request): Promise<IntakeForm> => readIn(request, fileRoom());

const send = (body: FormData | URLSearchParams | string, type?: string): Request =>
  new Request("https://hall.example/page", {
    method: "POST",
    body,
    ...(type === undefined ? {} : { headers: { "content-type": type } }),
  });

function formWith(files: readonly File[], fields: Readonly<Record<string, string>> = { story: "What I typed" }) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const file of files) form.append("files", file);
  return form;
}

const fileOf = (size: number, name = "a.jpg"): File => new File([new Uint8Array(size)], name, { type: "image/jpeg" });

test("what is typed and what is sent along arrive as they were", async () => {
  const bytes = Uint8Array.from({ length: 3000 }, (_, index) => (index * 7) % 256);
  const read = await readIntakeForm(send(formWith([new File([bytes], "पासपोर्ट.jpg", { type: "image/jpeg" })])));
  expect(read.problems).toEqual([]);
  expect(read.values.get("story")).toBe("What I typed");
  expect(read.files).toEqual([{ name: "पासपोर्ट.jpg", type: "image/jpeg", bytes: Buffer.from(bytes) }]);
});

test("a form without files is read in the other way that browsers send forms", async () => {
  const read = await readIntakeForm(send(new URLSearchParams({ story: "नमस्ते\r\nफेरि" })));
  expect(read.values.get("story")).toBe("नमस्ते\nफेरि");
});

test("a box without a file in it sends none", async () => {
  expect((await readIntakeForm(send(formWith([new File([], "")])))).files).toEqual([]);
});

test("five files of ten mebibytes are taken", async () => {
  const read = await readIntakeForm(send(formWith(Array.from({ length: MOST_FILES }, () => fileOf(LARGEST_FILE)))));
  expect(read.problems).toEqual([]);
  expect(read.files.map(({ bytes }) => bytes.length)).toEqual(Array.from({ length: MOST_FILES }, () => LARGEST_FILE));
});

test("a file of one byte more is not, and what was typed is still read, before it and after it", async () => {
  const form = formWith([fileOf(LARGEST_FILE + 1, "evidence.jpg"), fileOf(10)]);
  form.append("after", "This too");
  const read = await readIntakeForm(send(form));
  expect(read.problems).toEqual([{ type: "file too large", name: "evidence.jpg" }]);
  expect(read.files).toHaveLength(1);
  expect([read.values.get("story"), read.values.get("after")]).toEqual(["What I typed", "This too"]);
});

test("a sixth file is one too many", async () => {
  const read = await readIntakeForm(send(formWith(Array.from({ length: MOST_FILES + 1 }, () => fileOf(10)))));
  expect(read.problems).toEqual([{ type: "too many files" }]);
  expect(read.files).toHaveLength(MOST_FILES);
  expect(read.values.get("story")).toBe("What I typed");
});

test("a name is never a path", async () => {
  const names = ["../../etc/passwd", "C:\\Users\\me\\pass.jpg", "/abs/olute.png", "..", "x/\u202Egpj.exe", "\u0000"];
  const read = await readIntakeForm(send(formWith(names.slice(0, 5).map((name) => fileOf(3, name)))));
  for (const { name } of read.files) expect(name).not.toMatch(/[\\/\p{Cc}\p{Cf}]/u);
});

test("a form that breaks off is shown again as far as it came", async () => {
  const whole = Buffer.from(await send(formWith([fileOf(5000)])).arrayBuffer());
  const type = send(formWith([])).headers.get("content-type") ?? "";
  const boundary = /^--(\S+)/.exec(whole.toString("latin1"))?.[1] ?? "";
  const cut = whole.subarray(0, whole.length - 2000).toString("latin1");
  const read = await readIntakeForm(send(cut, type.replace(/boundary=.*/, `boundary=${boundary}`)));
  expect(read.problems).toEqual([{ type: "broken" }]);
  expect(read.values.get("story")).toBe("What I typed");
});

test("whatever is sent as a form is read or refused, and ends nothing", async () => {
  const types = fc.constantFrom(
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "text/plain",
  );
  const part = fc.constantFrom(
    "--x\r\n",
    "--x--\r\n",
    "Content-Disposition: form-data; name=a\r\n\r\n",
    "Content-Disposition: form-data; filename=a\r\n\r\n",
    "Content-Type: application/octet-stream\r\n\r\n",
    "words",
    "\r\n",
    "=&=&%%",
  );
  await fc.assert(
    fc.asyncProperty(types, fc.array(part, { maxLength: 12 }), async (type, parts) => {
      const read = await readIntakeForm(send(parts.join(""), type));
      expect(Array.isArray(read.problems)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("more than any form of ours is not read to its end", async () => {
  const read = await readIntakeForm(
    send(`story=kept&more=${"x".repeat(3 * 1024 * 1024)}`, "application/x-www-form-urlencoded"),
  );
  expect(read.problems).toEqual([{ type: "too large" }]);
});

test("attack: no more fields are read than any form of ours has, however small they are", async () => {
  const fields = `story=kept${"&a".repeat(500_000)}&story=other`;
  const read = await readIntakeForm(send(fields, "application/x-www-form-urlencoded"));
  expect(read.values.entries.length).toBeLessThan(1000);
  expect(read.values.get("story")).toBe("kept");
  expect(read.problems).toEqual([{ type: "too large" }]);
});

test("files of many at once have so much room and no more; texts need none, and room comes back", async () => {
  const room = fileRoom(100);
  const first = await readIn(send(formWith([fileOf(80)])), room);
  const second = await readIn(send(formWith([fileOf(80)])), room);
  expect(first.files).toHaveLength(1);
  expect(second.problems).toEqual([{ type: "no room" }]);
  expect(second.values.get("story")).toBe("What I typed");
  second[Symbol.dispose]();
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  expect(room.left).toBe(100);
  expect((await readIn(send(formWith([fileOf(80)])), room)).files).toHaveLength(1);
});
