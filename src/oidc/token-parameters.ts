import Type, { type Static } from 'typebox';

const text = (maxLength: number, description: string): Type.TOptional<Type.TString> =>
  Type.Optional(Type.String({ maxLength, description }));

// Bounds in characters: wide for what is sent in earnest, narrow for what a log line or a look-up has to carry.
const client = {
  client_id: text(255, 'The client; not needed with Basic authentication.'),
  client_secret: text(1024, 'The secret of a confidential client.'),
};

/** What the token endpoint reads of a body. Unknown parameters are ignored, as RFC 6749 3.2 asks. */
export const tokenParametersSchema = Type.Object(
  {
    ...client,
    grant_type: text(255, 'One of the grant types that the client lists.'),
    audience: text(600, 'The API that the access token is for.'),
    scope: text(4096, 'Scopes, separated by spaces.'),
    username: text(1024, 'Email or username, for the password grants.'),
    password: text(4096, 'Password, for the password grants.'),
    realm: text(255, 'The connection, for the password grants.'),
    refresh_token: text(1024, 'Refresh token, for the refresh_token grant.'),
  },
  {
    title: 'TokenRequest',
    additionalProperties: true,
    examples: [
      {
        grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
        client_id: 'yZ1x7kq0T3mB9nRvW2sLp4dE',
        realm: 'customers',
        username: 'ada@morgenrot.example',
        password: 'correct horse battery staple',
        scope: 'openid profile email offline_access',
      },
    ],
  },
);

/** What the revocation endpoint reads of a body (RFC 7009). */
export const revocationParametersSchema = Type.Object(
  {
    ...client,
    token: text(4096, 'The refresh token to revoke.'),
    token_type_hint: text(255, 'Ignored but for its presence.'),
  },
  {
    title: 'RevocationRequest',
    additionalProperties: true,
    examples: [{ client_id: 'yZ1x7kq0T3mB9nRvW2sLp4dE', token: 'v1.Mh3kT8sR1yLw5cJ7hPzKfEaGi2oQvNt4D' }],
  },
);

/** The known parameters of a body, each a non-empty string. */
export type TokenParameters = Readonly<
  Partial<Static<typeof tokenParametersSchema> & Static<typeof revocationParametersSchema>>
>;

export const tokenResponseSchema = Type.Object(
  {
    access_token: Type.String({ description: 'A JWT where an audience was named, else opaque.' }),
    id_token: Type.Optional(Type.String({ description: 'With the scope openid.' })),
    refresh_token: Type.Optional(Type.String({ description: 'With the scope offline_access.' })),
    scope: Type.Optional(
      Type.String({ description: 'What was granted.', examples: ['openid profile email offline_access'] }),
    ),
    expires_in: Type.Integer({ description: 'Seconds.' }),
    token_type: Type.Literal('Bearer'),
  },
  { title: 'TokenResponse' },
);

const names = Object.keys({
  ...tokenParametersSchema.properties,
  ...revocationParametersSchema.properties,
}) as (keyof TokenParameters)[];

/** The known parameters of a body that fits its schema. An empty one counts as left out (RFC 6749, 3.2). */
export function readParameters(
  body: Readonly<Partial<Record<keyof TokenParameters, string>>>,
): TokenParameters {
  const given = names.flatMap((name): [string, string][] => {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return Object.fromEntries(given);
}
