// Checks an Open Badge as an employer's software does that knows nothing of Établi: Digital Bazaar's implementation of the
// W3C's specifications, and jose. Reads one JSON object from standard input and writes what each of them says.
//
// cases: credentials with a proof in them, JWTs, or both. now: the moment of the check; lists have to hold today.
// documents: what the addresses answer, by address: contexts, the school's keys, status lists. Every other address, and
// every other way to the network, is refused.

import {createRequire, syncBuiltinESMExports} from 'node:module';
import {text} from 'node:stream/consumers';

const require = createRequire(import.meta.url);
const reached = [];
function refuse(...target) {
  reached.push(String(target[0]?.href ?? target[0]?.host ?? target[0]));
  throw new Error('No network here.');
}
globalThis.crypto ??= require('node:crypto').webcrypto; // Node 18 has it there only
globalThis.fetch = refuse;
require('node:net').Socket.prototype.connect = refuse;
require('node:dns').lookup = refuse;
syncBuiltinESMExports();

const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const {cryptosuite} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {checkStatus} = await import('@digitalbazaar/vc-bitstring-status-list');
const {verifyCredential} = await import('@digitalbazaar/vc');
const jose = await import('jose');

const {cases, documents, now} = JSON.parse(await text(process.stdin));
const suite = new DataIntegrityProof({cryptosuite});

async function documentLoader(url) {
  const [document, fragment] = url.split('#');
  let found = documents[document];
  if(found && fragment) {
    const key = found.verificationMethod.find(({id}) => id === url);
    found = key && {'@context': 'https://w3id.org/security/multikey/v1', ...key};
  }
  if(!found) {
    throw new Error(`Not at hand: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: found};
}

function told(error) {
  const errors = error?.errors ?? (error ? [error] : []);
  return errors.flatMap(each => each.errors ? told(each) : [each.message]);
}

async function proof(credential) {
  const {verified, error} = await verifyCredential({
    credential, suite, documentLoader, now, checkStatus: async () => ({verified: true}),
  });
  return {verified, errors: told(error)};
}

async function status(credential) {
  const {verified, error, results} = await checkStatus({credential, suite, documentLoader});
  return {verified, errors: told(error), revoked: results?.some(result => result.status) ?? null};
}

// The school's own keys, and no other: the one in the header has to be among them.
async function jwt(token) {
  try {
    const {alg, jwk} = jose.decodeProtectedHeader(token);
    const {iss} = jose.decodeJwt(token);
    const print = await jose.calculateJwkThumbprint(jwk);
    const school = documents[iss];
    const methods = school.verificationMethod.filter(each =>
      each.publicKeyJwk && school.assertionMethod.includes(each.id));
    for(const {publicKeyJwk} of methods) {
      if(await jose.calculateJwkThumbprint(publicKeyJwk) === print) {
        const key = await jose.importJWK(publicKeyJwk, alg);
        const {payload} = await jose.jwtVerify(token, key, {algorithms: ['ES256'], currentDate: new Date(now)});
        return {verified: true, errors: [], claims: payload};
      }
    }
    throw new Error('The key is not the school’s.');
  } catch(error) {
    return {verified: false, errors: told(error)};
  }
}

const answers = [];
for(const {credential, token} of cases) {
  answers.push({
    proof: credential ? await proof(credential) : null,
    status: credential?.credentialStatus ? await status(credential) : null,
    jwt: token ? await jwt(token) : null,
  });
}
process.stdout.write(JSON.stringify({answers, reached}));
