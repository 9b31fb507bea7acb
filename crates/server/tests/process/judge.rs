//! `passwave judge`.

use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::fixture::{PROGRAM, run, text};

fn recording(id: &str, samples: usize) -> String {
    let column = |value: f64| vec![value; samples];
    let t_ms: Vec<f64> = (0..samples).map(|nth| nth as f64 * 20.0).collect();
    json!({"id": id, "set": "made", "person": "made:1", "label": "still", "grav": true,
        "t_ms": t_ms, "ax": column(0.0), "ay": column(0.0), "az": column(9.8)})
    .to_string()
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn judge_prints_one_json_line_per_session() {
    let folder = tempfile::tempdir().unwrap();
    let lines = format!("{}\n{}\n", recording("short", 100), recording("long", 1500));
    let [plain, packed] = ["plain.ndjson", "packed"].map(|name| folder.path().join(name));
    fs::write(&plain, &lines).unwrap();
    fs::write(&packed, gzipped(&lines)).unwrap();
    let judge = ["judge", "--ask", "wave"];
    let from_file = run(&[judge.as_slice(), &[plain.to_str().unwrap()]].concat(), b"");
    assert!(from_file.status.success());
    let sessions: Vec<Value> =
        text(&from_file.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<_> = sessions.iter().map(|session| session["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["short", "long", "long", "long"]);
    assert!(sessions.iter().all(|session| session["accepted"] == false));
    let from_packed = run(&[judge.as_slice(), &[packed.to_str().unwrap()]].concat(), b"");
    assert_eq!(from_packed.stdout, from_file.stdout);
    assert_eq!(run(&judge, lines.as_bytes()).stdout, from_file.stdout);
    assert_eq!(run(&judge, &gzipped(&lines)).stdout, from_file.stdout);
}

#[test]
fn judge_reports_an_invalid_line_and_continues() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.ndjson");
    let lines = format!("{}\nnonsense\n{}\n", recording("a", 100), recording("b", 100));
    fs::write(&file, lines).unwrap();
    let missing = folder.path().join("missing");
    let files = [file.to_str().unwrap(), missing.to_str().unwrap()];
    let output = run(&[["judge", "--ask=circle"].as_slice(), &files].concat(), b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout).lines().count(), 2);
    let errors = text(&output.stderr);
    assert!(errors.contains("bad.ndjson:2:") && errors.contains("missing"), "{errors}");
}

#[test]
fn judge_rejects_invalid_arguments() {
    for arguments in
        [["judge", "--ask=press", "--limit-s=1"], ["judge", "--ask=wave", "--limit-s=0"]]
    {
        let output = run(&arguments, b"");
        assert_eq!(output.status.code(), Some(2));
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn judge_exits_quietly_on_a_closed_pipe() {
    let mut process = Command::new(PROGRAM)
        .args(["judge", "--ask", "wave", "--every-s", "0.05"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(process.stdout.take());
    let lines = format!("{}\n", recording("a", 600)).repeat(2);
    // The program may stop reading before all is written.
    let _ = process.stdin.take().unwrap().write_all(lines.as_bytes());
    let mut errors = String::new();
    process.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!((process.wait().unwrap().code(), errors.as_str()), (Some(0), ""));
}
