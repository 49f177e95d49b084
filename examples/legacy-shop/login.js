function login(email, password, callback) {
  request.get({
    url: configuration.SHOP_URL + '/login',
    auth: { username: email, password: password }
  }, function (err, response, body) {
    if (err) return callback(err);
    if (response.statusCode === 401) return callback();
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
