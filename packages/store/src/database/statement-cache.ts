import type { Statement } from "better-sqlite3";

/**
 * Kysely prepares a statement each time it executes one. The texts repeat, so prepared statements are kept, the least
 * recently used one going first. None of them is ever left half read, so that each can be run again at any time.
 */
export function statementCache(prepare: (sql: string) => Statement, size = 400): (sql: string) => Statement {
  const statements = new Map<string, Statement>();
  return (sql) => {
    const known = statements.get(sql);
    const statement = known ?? prepare(sql);
    if (known !== undefined) statements.delete(sql);
    statements.set(sql, statement);
    if (statements.size > size) {
      const [oldest] = statements.keys();
      if (oldest !== undefined) statements.delete(oldest);
    }
    return statement;
  };
}
