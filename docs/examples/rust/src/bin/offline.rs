//! Checks a token offline, with the public keys: cargo run --bin offline TOKEN

use std::io::ErrorKind::AlreadyExists;
use std::{env, error::Error, fs::File, path::PathBuf, time::Duration};

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};

#[derive(Clone, serde::Deserialize)]
struct Claims {
    fid: String,
}

/// The token's claims. Keep `keys` for up to five minutes.
fn verify(token: &str, keys: &JwkSet) -> Result<Claims, Box<dyn Error>> {
    let header = decode_header(token)?;
    if header.typ.as_deref() != Some("passwave-token") {
        return Err("not a token for forms".into());
    }
    let key = header.kid.and_then(|kid| keys.find(&kid)).ok_or("no such key")?;
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.leeway = 0;
    rules.set_audience(&[env::var("PASSWAVE_SITEKEY")?]);
    rules.set_required_spec_claims(&["exp", "aud"]);
    let claims = decode::<Claims>(token, &DecodingKey::from_jwk(key)?, &rules)?.claims;
    record(&claims.fid)?;
    Ok(claims)
}

/// One file for each verification; fails if it is there already. Keep it for two hours and ten minutes.
fn record(family: &str) -> Result<(), Box<dyn Error>> {
    match File::create_new(PathBuf::from(env::var("PASSWAVE_USED")?).join(family)) {
        Ok(_) => Ok(()),
        Err(cause) if cause.kind() == AlreadyExists => Err("used before".into()),
        Err(cause) => Err(cause.into()),
    }
}

fn public_keys() -> Result<JwkSet, Box<dyn Error>> {
    let mut response = ureq::get(env::var("PASSWAVE_URL")? + "/.well-known/jwks.json")
        .config()
        .timeout_global(Some(Duration::from_secs(5)))
        .build()
        .call()?;
    Ok(response.body_mut().read_json()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let token = env::args().nth(1).unwrap_or_default();
    match verify(&token, &public_keys()?) {
        Ok(_) => println!("verified"),
        Err(cause) => println!("not verified: {cause}"),
    }
    Ok(())
}
