//! `cargo xtask demo --lan`: serves the demo to a phone on the same network, over HTTPS with a self-signed certificate.

use std::fs;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::thread;

use anyhow::{Context, Result, anyhow};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use tiny_http::{Header, Response, Server};

use crate::workspace::target;

/// A documentation address: nothing is sent to it, it only makes the system choose the outgoing interface.
const ROUTE_PROBE: &str = "192.0.2.1:9";
const PAGE: &str = include_str!("certificate_warning.html");
const HTML: &[u8] = b"text/html; charset=utf-8";

/// A certificate and its key, as PEM files.
pub(crate) struct Certificate {
    pub(crate) cert: PathBuf,
    pub(crate) key: PathBuf,
}

/// This computer's address on the local network.
pub(crate) fn address() -> Result<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(ROUTE_PROBE).and_then(|()| socket.local_addr()).map(|local| local.ip()).context(
        "this computer is on no network; --listen says under which address a phone reaches it",
    )
}

/// Makes a new self-signed certificate for this address.
pub(crate) fn certificate(address: IpAddr) -> Result<Certificate> {
    let folder = target().join("demo-certificate");
    fs::create_dir_all(&folder)?;
    let made =
        rcgen::generate_simple_self_signed(vec![address.to_string(), "localhost".to_owned()])?;
    let files = Certificate { cert: folder.join("cert.pem"), key: folder.join("key.pem") };
    fs::write(&files.cert, made.cert.pem())?;
    fs::write(&files.key, made.signing_key.serialize_pem())?;
    Ok(files)
}

/// Serves a page over HTTP that explains the browser's certificate warning and links to the demo.
pub(crate) fn serve_certificate_warning(demo: SocketAddr) -> Result<SocketAddr> {
    let server = Server::http((demo.ip(), 0)).map_err(|cause| anyhow!(cause))?;
    let address = server.server_addr().to_ip().context("the HTTP server has no address")?;
    let page = PAGE.replace("{demo}", &format!("https://{demo}/demo/"));
    let header =
        Header::from_bytes("Content-Type", HTML).map_err(|()| anyhow!("invalid header"))?;
    thread::spawn(move || {
        for request in server.incoming_requests() {
            // The phone may have disconnected.
            let _ = request.respond(Response::from_string(&page).with_header(header.clone()));
        }
    });
    Ok(address)
}

/// A QR code of the address, for a terminal.
pub(crate) fn qr_code(address: &str) -> Result<String> {
    let code = QrCode::new(address)?;
    // The colours are inverted on a light terminal; most cameras read both.
    Ok(code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build())
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpStream};
    use std::time::Duration;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    /// A server that never answers fails the test instead of blocking it.
    const ANSWER_LIMIT: Duration = Duration::from_secs(30);

    fn get(address: SocketAddr) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(ANSWER_LIMIT)).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: phone\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn certificate_warning_page_links_to_the_demo() {
        let page = get(serve_certificate_warning(SocketAddr::new(HERE, 8787)).unwrap());
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(page.contains("text/html"));
        assert!(page.contains("https://127.0.0.1:8787/demo/"));
        assert!(page.contains("your browser will warn you"));
        assert!(!page.contains("{demo}"));
    }

    #[test]
    fn each_demo_has_a_new_certificate() {
        let made = || certificate(HERE).and_then(|files| Ok(fs::read_to_string(files.cert)?));
        let (one, other) = (made().unwrap(), made().unwrap());
        assert!(one.starts_with("-----BEGIN CERTIFICATE-----"));
        assert_ne!(one, other);
    }

    #[test]
    fn qr_code_has_the_size_of_its_modules_and_margin() {
        let address = "http://192.168.178.20:49152/";
        let width = QrCode::new(address).unwrap().width() + 2 * 4;
        let qr_code = qr_code(address).unwrap();
        let lines: Vec<_> = qr_code.lines().collect();
        assert_eq!(lines.len(), width.div_ceil(2));
        assert!(lines.iter().all(|line| line.chars().count() == width));
    }
}
