import type { GetUser, Login } from 'segue-id/script';
import type {} from 'segue-id/script-globals';

export const overMysql: Login = (email, password, callback) => {
  const connection = mysql.createConnection({ host: configuration['DB_HOST'] });
  connection.query('SELECT id, hash FROM users WHERE email = ?', [email], (error, rows) => {
    connection.end();
    if (error) return callback(error);
    const [row] = rows;
    if (row === undefined || !bcrypt.compareSync(password, row['hash'])) return callback();
    callback(null, { user_id: row['id'], email });
  });
};
export const overPostgres: GetUser = async (email) => {
  const client = new pg.Client(configuration['DATABASE_URL']);
  await client.connect();
  const { rows } = await client.query('SELECT id FROM users WHERE email = $1', [email]);
  await client.end();
  return rows[0] === undefined ? null : { user_id: rows[0]['id'], email };
};
export const overHttp: GetUser = (email, callback) => {
  request.get(
    { url: 'https://shop.example.com/users', qs: { email }, json: true },
    (error, response, body) => {
      if (error) return callback(error);
      callback(null, response.statusCode === 404 ? null : { user_id: body.id, email });
    },
  );
  // @ts-expect-error there is no such method
  request.fetch();
};
export const overAxios: Login = async (email, password) => {
  const { data } = await axios.post('https://shop.example.com/login', { email, password });
  return { user_id: jwt.sign({ email }, 'x'), email, nickname: data.nickname };
};
