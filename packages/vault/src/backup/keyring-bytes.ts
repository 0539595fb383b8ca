const PEPPER_BYTES = 32;

/** The pepper stands before the database. */
export const splitKeyring = (bytes: Buffer): { readonly pepper: Buffer; readonly database: Buffer } => ({
  pepper: bytes.subarray(0, PEPPER_BYTES),
  database: bytes.subarray(PEPPER_BYTES),
});

/** Where the header of a file says which journal it has; one in memory has none. */
const JOURNAL_MODES = [18, 19];

/** The same bytes, to be opened as a database without a file. */
export function inMemory(database: Buffer): Buffer {
  for (const at of JOURNAL_MODES) database[at] = 1;
  return database;
}
