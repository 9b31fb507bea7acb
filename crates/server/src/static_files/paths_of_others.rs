//! The paths under which other services have the scripts that ours stand in for: sites that can change the host of a
//! script alone find it there.

use axum::extract::Request;

const PATHS: [(&str, &str); 4] = [
    ("/recaptcha/api.js", "/compat/recaptcha.js"),
    ("/recaptcha/enterprise.js", "/compat/recaptcha.js"),
    ("/1/api.js", "/compat/hcaptcha.js"),
    ("/turnstile/v0/api.js", "/compat/turnstile.js"),
];

/// Asks for our script where another service's path was asked for.
pub(super) async fn to_own_path(mut request: Request) -> Request {
    let path = request.uri().path();
    let own = PATHS.iter().find(|(other, _)| *other == path).map(|(_, own)| *own);
    if let Some(own) = own {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        if let Ok(uri) = format!("{own}{query}").parse() {
            *request.uri_mut() = uri;
        }
    }
    request
}
