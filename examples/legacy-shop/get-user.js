function getByEmail(email, callback) {
  request.get({
    url: configuration.SHOP_URL + '/users',
    qs: { email: email },
    auth: { username: configuration.SHOP_API_USER, password: configuration.SHOP_API_PASSWORD }
  }, function (err, response, body) {
    if (err) return callback(err);
    if (response.statusCode === 404) return callback();
    if (response.statusCode !== 200) {
      const error = new Error('The shop answered with ' + response.statusCode);
      // The code of a connection error says: not this script failed, the shop is away. Segue asks again later.
      if (response.statusCode >= 500) error.code = 'ECONNREFUSED';
      return callback(error);
    }

    const user = JSON.parse(body);
    callback(null, {
      user_id: user.user_id.toString(),
      nickname: user.nickname,
      email: user.email
    });
  });
}
