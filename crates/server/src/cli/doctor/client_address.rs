//! Whether the client's address arrives, and nobody can forge it.
//!
//! It works on the server's own computer too: there the caller's address is one of the trusted proxies, so the
//! forged address alone tells nothing; what has become of the header on its way does.

use std::net::IpAddr;

use axum::http::HeaderName;

use super::connection::clock_and_version;
use super::finding::Finding;
use super::visit::Visit;
use crate::api::self_test::{ClientSelfTest, FORGED_ADDRESS, SelfTest};
use crate::limits::PRIVATE_NETWORKS;

const WHAT: &str = "client address";

pub(super) async fn look(visit: &Visit) -> Vec<Finding> {
    let forwarded = format!("for={FORGED_ADDRESS}");
    let forged = [
        (HeaderName::from_static("x-forwarded-for"), FORGED_ADDRESS),
        (HeaderName::from_static("forwarded"), forwarded.as_str()),
    ];
    let answer = match visit.get("/self-test", &forged).await {
        Ok(answer) => answer,
        Err(cause) => return vec![Finding::wrong(WHAT, cause.to_string(), "see above")],
    };
    let Ok(told) = serde_json::from_slice::<SelfTest>(&answer.body) else {
        let mend = "update the server, or have the proxy pass /self-test to it";
        return vec![Finding::wrong(WHAT, format!("/self-test answers {}", answer.status), mend)];
    };
    let is_direct = told.client.connection_port == Some(answer.local.port());
    let mut findings = vec![address(&told.client, is_direct)];
    findings.extend(clock_and_version(&told));
    findings
}

fn address(client: &ClientSelfTest, is_direct: bool) -> Finding {
    let seen = client.address.as_deref().unwrap_or("none");
    let header = &client.header;
    let is_as_sent = client.has_forged_address && client.header_addresses == 1;
    match client.is_from_proxy {
        true if is_direct => Finding::unchecked(
            WHAT,
            "this address is the server's own, without a proxy; name the address that visitors use",
        ),
        false if is_direct => Finding::good(WHAT, format!("{seen}, from the connection itself")),
        false if !is_as_sent || is_private(seen) => Finding::wrong(
            WHAT,
            format!("all visitors count as one client, {seen}: the proxy is not trusted"),
            format!("add {seen} or its network to trusted_proxies"),
        ),
        false => Finding::good(
            WHAT,
            format!("{seen}; if that is not yours, it is a proxy's: add it to trusted_proxies"),
        ),
        true if client.header_addresses == 0 => Finding::wrong(
            WHAT,
            format!("the proxy sends no {header}, so all its visitors count as one client"),
            format!(
                "have it set {header} to the address of the connection ($remote_addr in nginx)"
            ),
        ),
        true if is_as_sent => Finding::wrong(
            WHAT,
            format!("the proxy passes on the {header} that a visitor wrote, so limits do not hold"),
            format!(
                "have it set {header} to the address of the connection ($remote_addr in nginx)"
            ),
        ),
        true if !client.is_named => Finding::wrong(
            WHAT,
            format!("the last address in {header} cannot be read"),
            "have the proxy send the visitor's address, with or without a port",
        ),
        true if client.has_forged_address => Finding::good(
            WHAT,
            format!("the proxy appends it to {header}, which is read from its end"),
        ),
        true => Finding::good(WHAT, format!("{seen}, as the proxy says")),
    }
}

fn is_private(address: &str) -> bool {
    let address = address.parse().ok();
    let is_in = |address: IpAddr| PRIVATE_NETWORKS.iter().any(|network| network.contains(&address));
    address.is_some_and(is_in)
}
