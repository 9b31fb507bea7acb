//! A lean HTTP client that keeps its connection: these tests make a hundred thousand calls.

use std::io;
use std::net::SocketAddr;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::server::{ORIGIN, SECRET};

pub struct Client {
    stream: BufReader<TcpStream>,
}

/// The status and the body, as JSON where it is JSON.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub json: Value,
}

impl Reply {
    /// The first code of a refusal; empty for a success.
    pub fn code(&self) -> &str {
        self.json["error-codes"][0].as_str().unwrap_or_default()
    }

    pub fn is_success(&self) -> bool {
        self.json["success"] == true
    }
}

impl Client {
    pub async fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    pub async fn get(&mut self, path: &str) -> io::Result<Reply> {
        let head = format!("GET {path} HTTP/1.1\r\nhost: resilience\r\n\r\n");
        self.stream.write_all(head.as_bytes()).await?;
        self.reply().await
    }

    pub async fn post(&mut self, path: &str, body: &Value) -> io::Result<Reply> {
        self.post_from(ORIGIN, path, body).await
    }

    pub async fn post_from(&mut self, origin: &str, path: &str, body: &Value) -> io::Result<Reply> {
        let body = body.to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: resilience\r\norigin: {origin}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.reply().await
    }

    pub async fn redeem(&mut self, proof: &Value) -> io::Result<Reply> {
        self.post("/redeem", proof).await
    }

    pub async fn siteverify(&mut self, token: &str) -> io::Result<Reply> {
        self.post("/siteverify", &json!({"secret": SECRET, "response": token})).await
    }

    async fn reply(&mut self) -> io::Result<Reply> {
        let broken = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let status = self.line().await?.split(' ').nth(1).and_then(|text| text.parse().ok());
        let mut length = 0;
        loop {
            let line = self.line().await?.to_ascii_lowercase();
            match line.split_once(':') {
                Some(("content-length", value)) => {
                    length = value.trim().parse().map_err(|_| broken())?
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Ok(Reply { status: status.ok_or_else(broken)?, json })
    }

    async fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        match self.stream.read_line(&mut line).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(line.trim_end().to_owned()),
        }
    }
}
