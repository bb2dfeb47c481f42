//! Session tokens: signed, so that no lookup is needed, and the operator's secret.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, errors::ErrorKind};
use mangakai_domain::SessionId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Caller;
use crate::limits;

/// Who makes the tokens, and for whom.
const ISSUER: &str = "mangakai";
const AUDIENCE: &str = "mangakai-api";
/// Clocks of several gateways may differ by so much.
const CLOCK_SKEW_SECONDS: i64 = 60;

/// Why a token does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    /// Not a token, or not one of ours.
    #[error("the token is not valid")]
    Invalid,
    /// It was good once.
    #[error("the token has expired; ask POST /v1/sessions for a new one")]
    Expired,
}

/// A token just made.
#[derive(Clone)]
pub struct IssuedToken {
    /// The secret.
    pub token: String,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    /// The session id.
    sub: String,
    iat: i64,
    exp: i64,
}

/// Makes and judges tokens.
#[derive(Clone)]
pub struct Tokens {
    sign: EncodingKey,
    verify: DecodingKey,
    rules: Validation,
    /// The key again, for fingerprints of secrets that are compared.
    key: Vec<u8>,
    operator: Option<[u8; 32]>,
    /// Key of everything else that is handed out and must come back unchanged.
    cursor_key: [u8; 32],
}

impl Tokens {
    /// Tokens under a key; an empty operator secret is no secret.
    pub fn new(key: &[u8], operator: Option<&str>) -> Tokens {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The times are judged below, by a clock that comes in as an argument.
        rules.validate_exp = false;
        let operator = operator
            .filter(|secret| !secret.is_empty())
            .map(|secret| fingerprint(key, secret.as_bytes()));
        Tokens {
            sign: EncodingKey::from_secret(key),
            verify: DecodingKey::from_secret(key),
            rules,
            key: key.to_vec(),
            operator,
            cursor_key: fingerprint(key, b"cursor"),
        }
    }

    /// A token for a session.
    ///
    /// # Errors
    /// When the signer fails, which it does not for a key of bytes.
    pub fn issue(&self, session: Uuid, now: Timestamp) -> Result<IssuedToken, jsonwebtoken::errors::Error> {
        let issued = now.as_second();
        let expires = issued + limits::TOKEN_LIFE.as_secs() as i64;
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: session.to_string(),
            iat: issued,
            exp: expires,
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.sign)?;
        Ok(IssuedToken {
            token,
            expires_at: Timestamp::from_second(expires).unwrap_or(Timestamp::MAX),
        })
    }

    /// Whose token this is.
    ///
    /// # Errors
    /// When it is not ours, was changed, or is past its time.
    pub fn caller(&self, token: &str, now: Timestamp) -> Result<Caller, BadToken> {
        if token.is_empty() || token.len() > limits::MAX_TOKEN_BYTES {
            return Err(BadToken::Invalid);
        }
        if self.is_operator(token) {
            return Ok(Caller::Operator);
        }
        self.session(token, now).map(Caller::Session)
    }

    /// Key under which cursors are signed.
    pub fn cursor_key(&self) -> &[u8] {
        &self.cursor_key
    }

    /// Compares fingerprints of equal length, so that the time taken tells nothing about the secret.
    fn is_operator(&self, token: &str) -> bool {
        let Some(expected) = self.operator else {
            return false;
        };
        let mut mac = mac(&self.key);
        mac.update(token.as_bytes());
        mac.verify_slice(&expected).is_ok()
    }

    fn session(&self, token: &str, now: Timestamp) -> Result<SessionId, BadToken> {
        let decoded = jsonwebtoken::decode::<Claims>(token, &self.verify, &self.rules);
        let claims = decoded.map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => BadToken::Expired,
            _ => BadToken::Invalid,
        })?;
        let claims = claims.claims;
        if now.as_second() >= claims.exp {
            return Err(BadToken::Expired);
        }
        if claims.iat > now.as_second() + CLOCK_SKEW_SECONDS || claims.exp <= claims.iat {
            return Err(BadToken::Invalid);
        }
        claims.sub.parse().map_err(|_| BadToken::Invalid)
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(***)")
    }
}

impl std::fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IssuedToken(***, until {})", self.expires_at)
    }
}

fn fingerprint(key: &[u8], secret: &[u8]) -> [u8; 32] {
    let mut mac = mac(key);
    mac.update(secret);
    mac.finalize().into_bytes().into()
}

/// HMAC-SHA-256 under a key of any length: its hash fits the block.
pub(crate) fn mac(key: &[u8]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    block[..32].copy_from_slice(&Sha256::digest(key));
    Hmac::<Sha256>::new(&block.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use serde_json::{Value, json};

    const KEY: &[u8] = b"a key of thirty-two bytes, or so";

    fn now() -> Timestamp {
        "2026-01-02T03:04:05Z".parse().unwrap()
    }

    fn tokens() -> Tokens {
        Tokens::new(KEY, Some("operator-secret"))
    }

    fn signed(header: Header, key: &[u8], claims: Value) -> String {
        jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(key)).unwrap()
    }

    fn good() -> Value {
        let second = now().as_second();
        json!({"iss": ISSUER, "aud": AUDIENCE, "sub": Uuid::from_u128(7).to_string(), "iat": second, "exp": second + 60})
    }

    fn with(name: &str, value: Value) -> String {
        let mut claims = good();
        claims[name] = value;
        signed(Header::new(Algorithm::HS256), KEY, claims)
    }

    fn without(name: &str) -> String {
        let mut claims = good();
        claims.as_object_mut().unwrap().remove(name);
        signed(Header::new(Algorithm::HS256), KEY, claims)
    }

    #[test]
    fn a_good_token_names_its_session() {
        let issued = tokens().issue(Uuid::from_u128(7), now()).unwrap();
        assert_eq!(
            tokens().caller(&issued.token, now()),
            Ok(Caller::Session(SessionId(Uuid::from_u128(7))))
        );
        assert_eq!(
            issued.expires_at.as_second() - now().as_second(),
            limits::TOKEN_LIFE.as_secs() as i64
        );
        let hand_made = signed(Header::new(Algorithm::HS256), KEY, good());
        assert!(tokens().caller(&hand_made, now()).is_ok());
    }

    #[test]
    fn a_bad_token_is_nobody() {
        let second = now().as_second();
        let good_token = signed(Header::new(Algorithm::HS256), KEY, good());
        let (head_and_body, signature) = good_token.rsplit_once('.').unwrap();
        let (head, body) = head_and_body.split_once('.').unwrap();
        let unsigned_head = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        let other_body = URL_SAFE_NO_PAD.encode(good().to_string().replace("000007", "000008"));
        let flipped = format!("{head_and_body}.{}A", &signature[..signature.len() - 2]);
        let bad = [
            ("empty", String::new()),
            ("a word", "token".to_owned()),
            ("two dots", "..".to_owned()),
            ("a space", " ".to_owned()),
            ("no signature", head_and_body.to_owned()),
            ("empty signature", format!("{head_and_body}.")),
            ("cut signature", good_token[..good_token.len() - 4].to_owned()),
            ("flipped signature", flipped),
            ("appended dot", format!("{good_token}.")),
            ("appended part", format!("{good_token}.{signature}")),
            ("swapped body", format!("{head}.{other_body}.{signature}")),
            ("swapped parts", format!("{body}.{head}.{signature}")),
            ("alg none", format!("{unsigned_head}.{body}.")),
            ("alg none, signed", format!("{unsigned_head}.{body}.{signature}")),
            (
                "other algorithm",
                signed(Header::new(Algorithm::HS512), KEY, good()),
            ),
            (
                "algorithm between",
                signed(Header::new(Algorithm::HS384), KEY, good()),
            ),
            (
                "other key",
                signed(
                    Header::new(Algorithm::HS256),
                    b"another key of thirty-two bytes!",
                    good(),
                ),
            ),
            ("empty key", signed(Header::new(Algorithm::HS256), b"", good())),
            ("other audience", with("aud", json!("somebody-else"))),
            ("no audience", without("aud")),
            ("other issuer", with("iss", json!("somebody-else"))),
            ("no issuer", without("iss")),
            ("no expiry", without("exp")),
            ("expiry in words", with("exp", json!("tomorrow"))),
            ("expired", with("exp", json!(second - 1))),
            ("expires now", with("exp", json!(second))),
            ("expired long ago", with("exp", json!(0))),
            ("issued in the future", with("iat", json!(second + 3_600))),
            ("no time of issue", without("iat")),
            ("no session", without("sub")),
            ("session in words", with("sub", json!("me"))),
            ("session of a number", with("sub", json!(7))),
            ("null session", with("sub", Value::Null)),
            ("operator by name", with("sub", json!("operator"))),
            ("operator secret, longer", "operator-secret ".to_owned()),
            ("operator secret, cut", "operator-secre".to_owned()),
            ("too long", "x".repeat(limits::MAX_TOKEN_BYTES + 1)),
        ];
        for (name, token) in bad {
            assert!(tokens().caller(&token, now()).is_err(), "{name}");
        }
    }

    #[test]
    fn the_time_of_a_token_ends() {
        let token = tokens().issue(Uuid::from_u128(7), now()).unwrap();
        let last = Timestamp::from_second(token.expires_at.as_second() - 1).unwrap();
        assert!(tokens().caller(&token.token, last).is_ok());
        assert_eq!(
            tokens().caller(&token.token, token.expires_at),
            Err(BadToken::Expired)
        );
    }

    #[test]
    fn the_operator_is_known_by_the_secret_alone() {
        assert_eq!(tokens().caller("operator-secret", now()), Ok(Caller::Operator));
        for none in [None, Some("")] {
            assert!(Tokens::new(KEY, none).caller("operator-secret", now()).is_err());
            assert!(Tokens::new(KEY, none).caller("", now()).is_err());
        }
    }

    #[test]
    fn nothing_prints_a_secret() {
        let shown = format!(
            "{:?} {:?}",
            tokens(),
            tokens().issue(Uuid::from_u128(7), now()).unwrap()
        );
        assert!(!shown.contains("operator-secret") && !shown.contains("eyJ"));
    }
}
