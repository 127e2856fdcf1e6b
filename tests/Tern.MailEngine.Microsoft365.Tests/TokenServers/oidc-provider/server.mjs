// An authorization server of its own on the addresses of one tenant: node server.mjs PORT JWK-OF-THE-CERTIFICATE
// It prints "ready" when it listens, and ends with its standard input, so that it never outlives the test.
import { createServer } from 'node:http';
import { Provider, interactionPolicy } from 'oidc-provider';

const [port, jwk] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const graph = 'https://graph.microsoft.com';
const permissions = ['Mail.ReadWrite', 'Mail.Send', 'User.Read', '.default'].map((name) => `${graph}/${name}`);
const scope = ['openid', 'profile', 'offline_access', ...permissions].join(' ');
const grant_types = ['authorization_code', 'refresh_token', 'client_credentials'];
const redirect_uris = ['https://desk.example/callback'];

// Tern asks for prompt=select_account, which is Microsoft's and not of OpenID Connect Core.
const policy = interactionPolicy.base();
policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }));

const provider = new Provider(issuer, {
  clients: [
    { client_id: 'desk', client_secret: 'right', grant_types, redirect_uris, response_types: ['code'], scope, token_endpoint_auth_method: 'client_secret_post' },
    {
      client_id: 'certified', grant_types, redirect_uris, response_types: ['code'], scope, token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'PS256', jwks: { keys: [JSON.parse(jwk)] },
    },
  ],
  routes: { authorization: '/contoso/oauth2/v2.0/authorize', token: '/contoso/oauth2/v2.0/token' },
  scopes: scope.split(' '),
  claims: { openid: ['sub', 'oid', 'preferred_username'] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false }, clientCredentials: { enabled: true } },
  interactions: { policy, url: (_, interaction) => `/interaction/${interaction.uid}` },
  issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  pkce: { required: () => true },
  cookies: { keys: ['only for tests'] },
  findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, oid: `object of ${id}`, preferred_username: `${id}@contoso.example` }) }),
});

// Whoever comes to a page chooses the one account there is and agrees to everything, at once.
async function agree(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const accepted = new provider.Grant({ accountId: 'support', clientId: params.client_id });
  accepted.addOIDCScope(params.scope);
  const grantId = await accepted.save();
  await provider.interactionFinished(request, response, { login: { accountId: 'support' }, select_account: {}, consent: { grantId } }, { mergeWithLastSubmission: true });
}

const answer = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith('/interaction/')) {
    // Refresh tokens are given where the person is asked (OpenID Connect Core §11); Microsoft asks without being told to.
    request.url = request.url.replace('prompt=select_account', 'prompt=select_account%20consent');
    answer(request, response);
    return;
  }
  agree(request, response).catch((problem) => response.writeHead(500).end(String(problem)));
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));

process.stdin.resume().on('end', () => process.exit(0));
