//! What a site's backend gets from siteverify.

use axum::http::header::CONTENT_TYPE;
use serde_json::Value;

use super::finding::Finding;
use super::visit::Visit;

/// The variable with the secret; arguments can be read by every user of the computer.
pub(super) const SECRET_VARIABLE: &str = "PASSWAVE_SECRET";

const WRONG_SECRET: &str = "a secret that passwave doctor made up";
const MEND: &str = "have the proxy pass POST /siteverify to the server, with its body";

pub(super) async fn look(visit: &Visit, secret: Option<&str>) -> [Finding; 2] {
    [with_wrong_secret(visit).await, with_right_secret(visit, secret).await]
}

async fn with_wrong_secret(visit: &Visit) -> Finding {
    const WHAT: &str = "siteverify, wrong secret";
    match first_code(visit, WRONG_SECRET).await.as_deref() {
        Ok("invalid-input-secret") => Finding::good(WHAT, "is refused"),
        Ok("rate-limited") => Finding::good(WHAT, "is refused; too many were tried from here"),
        Ok("") => Finding::wrong(WHAT, "passes", "this is no Passwave, or one with test_keys"),
        Ok(code) => Finding::wrong(WHAT, code, "the server's log says why"),
        Err(found) => Finding::wrong(WHAT, found, MEND),
    }
}

async fn with_right_secret(visit: &Visit, secret: Option<&str>) -> Finding {
    const WHAT: &str = "siteverify, right secret";
    let Some(secret) = secret else {
        let why = format!("give the secret in {SECRET_VARIABLE} or by --secret-file");
        return Finding::unchecked(WHAT, why);
    };
    if !visit.is_private {
        return Finding::unchecked(WHAT, "a secret is not sent where others could read it");
    }
    match first_code(visit, secret).await.as_deref() {
        Ok("invalid-input-response") => Finding::good(WHAT, "is accepted"),
        Ok("invalid-input-secret" | "rate-limited") => Finding::wrong(
            WHAT,
            "the server does not know it",
            "compare it with the site's: `passwave site rotate-secret` makes a new one",
        ),
        Ok(code) => {
            Finding::wrong(WHAT, format!("unexpected {code:?}"), "the server's log says why")
        }
        Err(found) => Finding::wrong(WHAT, found, MEND),
    }
}

/// The first error code of the answer; empty if there is none.
async fn first_code(visit: &Visit, secret: &str) -> Result<String, String> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    let form = form.append_pair("secret", secret).append_pair("response", "no token").finish();
    let headers = [(CONTENT_TYPE, "application/x-www-form-urlencoded")];
    let answer = visit.send("POST", "/siteverify", &headers, form).await;
    let answer = answer.map_err(|cause| cause.to_string())?;
    let body: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let verdict = body.filter(|body| body["success"].is_boolean());
    let verdict =
        verdict.ok_or_else(|| format!("/siteverify answers {}, no verdict", answer.status))?;
    Ok(verdict["error-codes"][0].as_str().unwrap_or_default().to_owned())
}
