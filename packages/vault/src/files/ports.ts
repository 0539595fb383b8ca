import type { IncomingFile } from "../intake/ports.ts";

/** What is sealed in a case of one file that came with it: without this its chunks are noise under random ids. */
export interface SealedFile {
  readonly id: string;
  /** The original may tell a place and a device; staff look at the clean copy. */
  readonly kind: "original" | "clean";
  /** Of a clean copy: its original. */
  readonly copyOf?: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly length: number;
  /** Of the bytes, in hexadecimal: what a court asks for. */
  readonly sha256: string;
  /** 32 bytes as base64url. */
  readonly key: string;
  /** In order. */
  readonly chunks: readonly string[];
}

/** What staff are shown of it: with the key and the chunks whoever copies a page or a terminal could open it for ever. */
export type CaseFile = Omit<SealedFile, "key" | "chunks">;

export interface Chunk {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Seals in memory, before anything is written: originals and, where there can be one, a clean copy beside each. */
export interface FileSealer {
  seal(
    files: readonly IncomingFile[],
  ): Promise<{ readonly files: readonly SealedFile[]; readonly chunks: readonly Chunk[] }>;
}

export interface FileOpener {
  /** Undefined where a chunk is missing, altered or out of order. */
  open(file: SealedFile, read: (chunk: string) => Promise<Uint8Array | undefined>): Promise<Uint8Array | undefined>;
}
