import { readFile } from "node:fs/promises";
import { imageCleaner } from "@commonhall/vault";

/* A program of its own, so that it can be traced: how many bytes are left of the picture that is named. */
const [, , file = ""] = process.argv;
const cleaned = await imageCleaner()(await readFile(file));
console.log(cleaned?.length ?? "nothing");
