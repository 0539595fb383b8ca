import { Hono } from "hono";
import type { WebPorts } from "../ports.ts";

/** The staff's side, mounted at `/desk`. */
export const desk = (_ports: WebPorts): Hono => new Hono();
