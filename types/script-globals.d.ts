// The modules that old scripts use without requiring them. They are declared on demand only, since their names are
// common: `import type {} from 'segue-id/script-globals'`, or `"types": ["segue-id/script-globals"]` in tsconfig.json.
//
// Only what scripts use of each is told here. What is required gets its types from the package's own
// (`const mysql = require('mysql2')`). `crypto`, `util`, `url` and `querystring` are Node's: require them.

/** A row as a driver gives it: its columns are known to its table alone. */
// biome-ignore lint/suspicious/noExplicitAny: as above
type SegueScriptRow = Record<string, any>;

interface SegueScriptBcrypt {
  /** `$2a$`, `$2b$`, `$2y$`; a password over 72 bytes never matches. */
  compare(password: string, hash: string): Promise<boolean>;
  compare(password: string, hash: string, callback: (error: Error | null, isSame: boolean) => void): void;
  compareSync(password: string, hash: string): boolean;
  hash(password: string, saltOrRounds: string | number): Promise<string>;
  hash(
    password: string,
    saltOrRounds: string | number,
    callback: (error: Error | null, hash: string) => void,
  ): void;
  hashSync(password: string, saltOrRounds: string | number): string;
  genSaltSync(rounds?: number): string;
}

interface SegueScriptMysqlQueryable {
  query(sql: string, callback: (error: Error | null, rows: SegueScriptRow[]) => void): unknown;
  query(
    sql: string,
    values: readonly unknown[] | unknown,
    callback: (error: Error | null, rows: SegueScriptRow[]) => void,
  ): unknown;
}

interface SegueScriptMysqlConnection extends SegueScriptMysqlQueryable {
  connect(callback?: (error: Error | null) => void): void;
  end(callback?: (error: Error | null) => void): void;
  destroy(): void;
  release(): void;
}

interface SegueScriptMysqlPool extends SegueScriptMysqlQueryable {
  getConnection(callback: (error: Error | null, connection: SegueScriptMysqlConnection) => void): void;
  end(callback?: (error: Error | null) => void): void;
}

type SegueScriptOptions = string | Readonly<Record<string, unknown>>;

interface SegueScriptMysql {
  (options: SegueScriptOptions): SegueScriptMysqlConnection;
  createConnection(options: SegueScriptOptions): SegueScriptMysqlConnection;
  createPool(options: SegueScriptOptions): SegueScriptMysqlPool;
  escape(value: unknown): string;
  escapeId(name: string): string;
}

interface SegueScriptPgResult {
  readonly rows: SegueScriptRow[];
  readonly rowCount: number | null;
}

interface SegueScriptPgQueryable {
  query(sql: string, values?: readonly unknown[]): Promise<SegueScriptPgResult>;
  query(sql: string, callback: (error: Error | null, result: SegueScriptPgResult) => void): unknown;
  query(
    sql: string,
    values: readonly unknown[],
    callback: (error: Error | null, result: SegueScriptPgResult) => void,
  ): unknown;
}

interface SegueScriptPgClient extends SegueScriptPgQueryable {
  connect(): Promise<void>;
  connect(callback: (error: Error | null) => void): void;
  end(): Promise<void>;
  end(callback: (error: Error | null) => void): void;
}

interface SegueScriptPg {
  readonly Client: new (options?: SegueScriptOptions) => SegueScriptPgClient;
  readonly Pool: new (options?: SegueScriptOptions) => SegueScriptPgClient;
  /** As versions before 7 had it. */
  connect(
    connectionString: SegueScriptOptions,
    callback: (error: Error | null, client: SegueScriptPgClient, done: () => void) => void,
  ): void;
}

interface SegueScriptResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: a text, or with `json: true` what it says
  readonly body: any;
}

type SegueScriptRequestDone = (
  error: Error | null,
  response: SegueScriptResponse,
  body: SegueScriptResponse['body'],
) => void;

interface SegueScriptRequest {
  (options: SegueScriptOptions, callback: SegueScriptRequestDone): unknown;
  get(options: SegueScriptOptions, callback: SegueScriptRequestDone): unknown;
  get(url: string, options: SegueScriptOptions, callback: SegueScriptRequestDone): unknown;
  post(options: SegueScriptOptions, callback: SegueScriptRequestDone): unknown;
  post(url: string, options: SegueScriptOptions, callback: SegueScriptRequestDone): unknown;
  defaults(options: Readonly<Record<string, unknown>>): SegueScriptRequest;
}

interface SegueScriptAxiosAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sends
  readonly data: any;
}

interface SegueScriptAxios {
  get(url: string, options?: Readonly<Record<string, unknown>>): Promise<SegueScriptAxiosAnswer>;
  post(
    url: string,
    data?: unknown,
    options?: Readonly<Record<string, unknown>>,
  ): Promise<SegueScriptAxiosAnswer>;
}

interface SegueScriptJwt {
  sign(payload: object | string, secret: string, options?: Readonly<Record<string, unknown>>): string;
  verify(token: string, secret: string, options?: Readonly<Record<string, unknown>>): unknown;
  decode(token: string): unknown;
}

declare global {
  const bcrypt: SegueScriptBcrypt;
  const mysql: SegueScriptMysql;
  const pg: SegueScriptPg;
  const request: SegueScriptRequest;
  const axios: SegueScriptAxios;
  const jwt: SegueScriptJwt;
  const jsonwebtoken: SegueScriptJwt;
  /** As `pg.connect` of versions before 7 was called. */
  const postgres: SegueScriptPg['connect'];
}

export {};
