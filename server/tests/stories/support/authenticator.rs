//! A device that keeps passkeys, as WebAuthn Level 3 has it: P-256, and a fingerprint that is always right.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// One passkey on a device.
pub struct Authenticator {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    holder: String,
    host: String,
    /// Where the browser says that it is.
    pub origin: String,
    /// How often it has signed; those that are kept in several places say 0 for ever.
    pub counter: u32,
    /// The device has looked who holds it.
    pub verifies: bool,
}

const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const ATTESTED: u8 = 64;

impl Authenticator {
    /// Makes a passkey with these options, at this origin; answers what the browser sends.
    pub fn make(options: &str, origin: &str) -> (Self, String) {
        let options: Value = serde_json::from_str(options).unwrap();
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &random).unwrap();
        let mut id = vec![0; 32];
        random.fill(&mut id).unwrap();
        let made = Self {
            key,
            id,
            holder: options["user"]["id"].as_str().unwrap().to_owned(),
            host: options["rp"]["id"].as_str().unwrap().to_owned(),
            origin: origin.to_owned(),
            counter: 0,
            verifies: true,
        };
        let data = made.client_data("webauthn.create", &options);
        // {"fmt": "none", "attStmt": {}, "authData": …}, in CBOR (RFC 8949).
        let about = [made.about(ATTESTED), made.attested()].concat();
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend(u16::try_from(about.len()).unwrap().to_be_bytes());
        object.extend(about);
        let answer = made.credential(json!({ "clientDataJSON": text(&data), "attestationObject": text(&object) }));
        (made, answer)
    }

    /// Uses it.
    pub fn answer(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let data = self.client_data("webauthn.get", &options);
        let about = self.about(0);
        let signed = [about.as_slice(), &Sha256::digest(&data)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.credential(json!({
            "clientDataJSON": text(&data), "authenticatorData": text(&about), "signature": text(signature.as_ref()),
            "userHandle": self.holder,
        }))
    }

    fn credential(&self, response: Value) -> String {
        json!({ "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "response": response,
            "clientExtensionResults": {} })
        .to_string()
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    /// Authenticator data, up to its counter.
    fn about(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(&self.host).to_vec();
        data.push(PRESENT | verified | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// No model, its id, and its public key as COSE has it (RFC 9053).
    fn attested(&self) -> Vec<u8> {
        let public = self.key.public_key().as_ref();
        let mut data = vec![0; 16];
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20");
        data.extend(&public[1..33]);
        data.extend(b"\x22\x58\x20");
        data.extend(&public[33..]);
        data
    }
}

fn text(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
