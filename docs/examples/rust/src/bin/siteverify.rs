//! Checks a token with siteverify: cargo run --bin siteverify TOKEN

use std::{env, error::Error, time::Duration};

#[derive(serde::Deserialize)]
struct Answer {
    success: bool,
    #[serde(rename = "error-codes", default)]
    error_codes: Vec<String>,
}

fn siteverify(token: &str) -> Result<Answer, Box<dyn Error>> {
    let secret = env::var("PASSWAVE_SECRET")?;
    let mut response = ureq::post(env::var("PASSWAVE_URL")? + "/siteverify")
        .config()
        .timeout_global(Some(Duration::from_secs(5)))
        .build()
        .send_form([("secret", secret.as_str()), ("response", token)])?;
    Ok(response.body_mut().read_json()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let token = env::args().nth(1).unwrap_or_default();
    let answer = siteverify(&token)?;
    match answer.success {
        true => println!("verified"),
        false => println!("not verified: {}", answer.error_codes.join(",")),
    }
    Ok(())
}
