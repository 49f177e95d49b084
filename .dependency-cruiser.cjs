// Who may import whom: the second half of ARCHITECTURE.md. test/house/ holds a deliberate violation of each rule.
const domain = 'accounts|tenant';
const tools = 'passwords|scripts';
const parts = 'store|legacy|mail|events|jobs';
const edges = 'oidc|authentication-api|management-api|pages';
const every = `${domain}|${tools}|${parts}|${edges}|http|lib|commands`;
const test = '\\.(test|contract)\\.ts$';
const testOnly = [test, '^src/[^/]+/fakes/'];
const rule = (name, from, to) => ({ name, severity: 'error', from, to });
const room = (names) => ({ path: `^src/(${names})/`, pathNot: test });
const src = (allowed) => ({ path: '^src/', pathNot: `^src/(${allowed})/` }); // $1 = the importing room
const pkg = (names) => ({ path: `(^|node_modules/)(node:)?(${names})($|/)` });

module.exports = {
  forbidden: [
    rule('no-circles', {}, { circular: true }),
    rule('lib-knows-nothing', room('lib'), src('lib')),
    rule('lib-needs-node-only', room('lib'), { path: 'node_modules/' }),
    rule('domain-is-alone', room(domain), src(`${domain}|lib`)),
    rule(
      'domain-needs-no-packages',
      { path: `^src/(${domain})/`, pathNot: testOnly },
      { path: 'node_modules/' },
    ),
    rule(
      'domain-knows-no-machine',
      { path: `^src/(${domain})/`, pathNot: testOnly },
      { dependencyTypes: ['core'] },
    ),
    rule('tenant-never-enters-accounts', room('tenant'), { path: '^src/accounts/' }),
    rule('tools-are-alone', room(tools), src('$1|lib')),
    rule(
      'parts-see-the-domain',
      { path: `^src/(${parts})/`, pathNot: [test, '^src/legacy/'] },
      src(`$1|${domain}|lib`),
    ),
    rule('legacy-may-run-scripts', room('legacy'), src(`legacy|scripts|${domain}|lib`)),
    rule('http-knows-no-edge', room('http'), src(`http|${domain}|lib`)),
    rule('edges-never-meet', room(edges), src(`$1|${domain}|http|lib`)),
    rule(
      'front-doors',
      { path: `^src/(${every})/`, pathNot: test },
      { path: `^src/(${domain}|${tools}|${parts}|${edges}|http)/(?!index\\.ts$)`, pathNot: '^src/$1/' },
    ),
    rule(
      'app-uses-front-doors',
      { path: '^src/[^/]+\\.ts$', pathNot: test },
      { path: `^src/(${domain}|${tools}|${parts}|${edges}|http)/(?!index\\.ts$)` },
    ),
    rule(
      'only-app-knows-all',
      { path: '^src/', pathNot: ['^src/commands/', test] },
      { path: '^src/app\\.ts$' },
    ),
    rule(
      'config-is-handed-in',
      { path: `^src/(${every})/`, pathNot: ['^src/commands/', test] },
      { path: '^src/config\\.ts$' },
    ),
    rule(
      'no-test-code-in-product',
      { path: '^src/', pathNot: testOnly },
      { path: ['^test/', test, '^src/[^/]+/fakes/'] },
    ),
    rule('sql-lives-in-store', { path: '^src/', pathNot: ['^src/store/', test] }, pkg('kysely|pg|sqlite')),
    rule(
      'fastify-lives-at-the-edge',
      { path: '^src/', pathNot: [`^src/(http|${edges})/`, '^src/app\\.ts$', test] },
      pkg('fastify|@fastify|http|https'),
    ),
    rule(
      'oidc-provider-lives-in-oidc',
      { path: '^src/', pathNot: ['^src/oidc/', test] },
      pkg('oidc-provider'),
    ),
    rule('mail-lives-in-mail', { path: '^src/', pathNot: ['^src/mail/', test] }, pkg('nodemailer')),
    // They speak to a server over HTTP, wherever it is.
    rule(
      'operator-needs-a-server-only',
      { path: '^src/commands/operator/', pathNot: test },
      { path: '^src/', pathNot: '^src/(commands/operator|lib)/' },
    ),
    rule(
      'processes-live-in-scripts',
      { path: '^src/', pathNot: ['^src/(scripts|commands)/', test] },
      pkg('child_process'),
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
  },
};
