//! Networks in files whose work starts at a higher step.

use std::fs;
use std::path::PathBuf;

use passwave_protocol::{ChallengeResponse, WorkTask};
use passwave_test_support::server_process::ServerProcess;

use crate::fixture::{Setup, client, run, text};

const HOSTING: &str =
    "# hosting providers\n\n203.0.113.0/24  # one of them\r\n2001:db8::/32\n192.0.2.7\n";

/// A site with one more file of networks, beside its configuration.
struct Listed {
    setup: Setup,
    hosting: PathBuf,
}

impl Listed {
    fn new(networks: &str) -> Self {
        let setup = Setup::new();
        let hosting = setup.folder.path().join("hosting.cidr");
        fs::write(&hosting, networks).unwrap();
        let written = fs::read_to_string(setup.config()).unwrap();
        let more = "\n[[work_networks]]\nfile = 'hosting.cidr'\nstep = 3\n";
        fs::write(setup.config(), written + more).unwrap();
        Self { setup, hosting }
    }

    fn run(&self, command: &str) -> (bool, String) {
        let config = self.setup.config();
        let output = run(&[command, "--config", config.to_str().unwrap()], b"");
        (output.status.success(), text(&output.stderr))
    }

    /// The work that is asked of a visitor at this address.
    async fn work(&self, server: &ServerProcess, address: &str) -> WorkTask {
        let path = format!("/challenge?sitekey={}&way=press", self.setup.sitekey);
        let request = client().get(server.url(&path)).header("x-forwarded-for", address);
        let challenge: ChallengeResponse = request.send().await.unwrap().json().await.unwrap();
        challenge.work
    }

    async fn check(&self, server: &ServerProcess, raised: &[&str], usual: &[&str]) {
        for address in raised {
            let work = self.work(server, address).await;
            assert_eq!(work, WorkTask { puzzles: 1, bits: 4 }, "{address} is in the list");
        }
        for address in usual {
            let work = self.work(server, address).await;
            assert_eq!(work, WorkTask { puzzles: 1, bits: 1 }, "{address} is not in the list");
        }
    }
}

#[tokio::test]
async fn work_of_listed_networks_starts_at_their_step() {
    let listed = Listed::new(HOSTING);
    assert!(listed.run("check-config").0);
    let server = listed.setup.start();
    let raised =
        ["203.0.113.0", "203.0.113.255", "2001:db8:ffff::1", "192.0.2.7", "::ffff:192.0.2.7"];
    let usual = ["203.0.112.255", "203.0.114.0", "2001:db9::", "192.0.2.6", "198.51.100.1"];
    listed.check(&server, &raised, &usual).await;
}

#[cfg(unix)]
#[tokio::test]
async fn list_is_read_again_with_sighup_and_a_bad_one_changes_nothing() {
    let listed = Listed::new(HOSTING);
    let server = listed.setup.start();
    fs::write(&listed.hosting, "198.51.100.0/24\n").unwrap();
    server.signal("-HUP");
    server.wait_for_log("configuration reloaded");
    listed.check(&server, &["198.51.100.1"], &["203.0.113.1"]).await;
    for (bad, what) in [
        ("203.0.113.0/24\n\n203.0.113/24\n", "hosting.cidr:3: "),
        ("203.0.113.0/33\n", "hosting.cidr:1: "),
        ("a-secret-key-that-nobody-should-read", "hosting.cidr:1: "),
        ("# nothing\n", "hosting.cidr: it names no network"),
    ] {
        fs::write(&listed.hosting, bad).unwrap();
        server.signal("-HUP");
        let line = server.wait_for_log("configuration not reloaded");
        assert!(line.contains(what) && !line.contains("a-secret"), "{line}");
        listed.check(&server, &["198.51.100.1"], &["203.0.113.1"]).await;
    }
}

#[test]
fn bad_list_is_refused_at_start_with_its_line() {
    let bad = "2001:db8::/32\n# a comment\n2001:db8::/129\n";
    let listed = Listed::new(bad);
    for command in ["check-config", "serve"] {
        let (is_good, error) = listed.run(command);
        assert!(!is_good, "{command}");
        assert!(error.contains("hosting.cidr:3: "), "{error}");
        assert!(error.contains("203.0.113.0/24"), "it shows how to write one: {error}");
    }
    fs::write(&listed.hosting, [0xff, 0xfe, b'\n']).unwrap();
    assert!(listed.run("check-config").1.contains("hosting.cidr:1: "));
    fs::remove_file(&listed.hosting).unwrap();
    let (is_good, error) = listed.run("check-config");
    assert!(!is_good && error.contains("passwave.toml:"), "{error}");
    assert!(error.contains("hosting.cidr: "), "{error}");
}

#[test]
fn list_that_holds_everybody_is_a_warning() {
    for everybody in ["0.0.0.0/0\n", "192.0.2.0/24\n::/1\n"] {
        let (is_good, said) = Listed::new(everybody).run("check-config");
        assert!(is_good && said.contains("nearly everybody"), "{said}");
        assert!(said.contains(": work_networks: "), "{said}");
    }
    let (_, said) = Listed::new(HOSTING).run("check-config");
    assert!(!said.contains("everybody"), "{said}");
}

#[test]
fn step_that_does_not_exist_is_refused() {
    let listed = Listed::new(HOSTING);
    let written = fs::read_to_string(listed.setup.config()).unwrap();
    for step in ["0", "4"] {
        fs::write(listed.setup.config(), written.replace("step = 3", &format!("step = {step}")))
            .unwrap();
        let (is_good, error) = listed.run("check-config");
        assert!(!is_good && error.contains("from 1 to 3"), "{error}");
    }
}
