//! A QR code of an address, by which a phone opens the demo.

use axum::extract::Query;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use crate::limits::MAX_QR_CODE_BYTES;

#[derive(Deserialize)]
pub(super) struct Asked {
    address: String,
}

/// An image in black on white, with the margin that cameras need.
pub(super) async fn qr_code(Query(Asked { address }): Query<Asked>) -> Response {
    let code = (address.len() <= MAX_QR_CODE_BYTES).then(|| QrCode::new(&address));
    let Some(Ok(code)) = code else {
        let advice = format!("The address may have up to {MAX_QR_CODE_BYTES} bytes.");
        return (StatusCode::BAD_REQUEST, advice).into_response();
    };
    ([(CONTENT_TYPE, "image/svg+xml")], code.render::<svg::Color>().build()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn qr_code_is_an_image_and_a_long_address_is_refused() {
        let asked = |length: usize| Query(Asked { address: "a".repeat(length) });
        let image = qr_code(asked(MAX_QR_CODE_BYTES)).await;
        assert_eq!(image.status(), StatusCode::OK);
        assert_eq!(image.headers()[CONTENT_TYPE], "image/svg+xml");
        assert_eq!(qr_code(asked(MAX_QR_CODE_BYTES + 1)).await.status(), StatusCode::BAD_REQUEST);
    }
}
