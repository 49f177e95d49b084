import { createConnection } from 'mysql2/promise';

/** The console of a MySQL administrator: one session, as `mysql --batch` is. */
export interface MysqlConsole {
  /** Runs statements; resolves with the rows of the last, tab-separated under the names of their columns. */
  run(sql: string): Promise<string>;
  close(): Promise<void>;
}

export async function openConsole(url: string): Promise<MysqlConsole> {
  const connection = await createConnection({ uri: url, multipleStatements: true, rowsAsArray: true });
  return {
    async run(sql) {
      const [rows, fields] = await connection.query(sql);
      if (!Array.isArray(rows) || !Array.isArray(fields) || !Array.isArray(rows[0])) return '';
      return [fields.map(({ name }) => name), ...rows].map((row) => Object.values(row).join('\t')).join('\n');
    },
    close: () => connection.end(),
  };
}
