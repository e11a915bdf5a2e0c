// Seals what was signed for the school: with a key that only the school's server has, so that the device itself can't read
// it back. An envelope is: version, a public point made for it alone, salt, nonce, and what AES-GCM made of the content.

const VERSION = 1;
const PURPOSE = "etabli bench record 1";
const CURVE = { name: "ECDH", namedCurve: "P-256" };

// Answers an envelope for the school's `key` (base64url); it opens only under the name `about`.
async function seal(key, content, about) {
  const school = await crypto.subtle.importKey("raw", bytesOf(key), CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = await crypto.subtle.exportKey("raw", own.publicKey);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: school }, own.privateKey, 256);
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt, info: encoded(PURPOSE) };
  const sealing = await crypto.subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const cipher = { name: "AES-GCM", iv, additionalData: encoded(about) };
  const closed = await crypto.subtle.encrypt(cipher, sealing, content);
  return new Blob([Uint8Array.of(VERSION), point, salt, iv, closed]).arrayBuffer();
}

// Seals a record and its photos, which it names by their digests.
async function sealRecord(key, record, photos) {
  const contents = await Promise.all(photos.map((each) => each.arrayBuffer()));
  const digests = await Promise.all(contents.map((each) => crypto.subtle.digest("SHA-256", each)));
  const whole = { ...record, photos: digests.map(hexOf) };
  return {
    record: await seal(key, encoded(JSON.stringify(whole)), record.id),
    photos: await Promise.all(contents.map((each, index) => seal(key, each, `${record.id}/${index + 1}`))),
  };
}

function encoded(text) {
  return new TextEncoder().encode(text);
}

function bytesOf(base64url) {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

function hexOf(digest) {
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
