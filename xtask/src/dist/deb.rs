//! Debian packages, as `dpkg-deb` would write them.

use std::fs;

use anyhow::Result;

use super::archive::{Entry, gzip, tar};
use super::machine::Machine;
use super::release::Release;
use crate::workspace::root;

/// In the folder with the control file.
const SCRIPTS: [&str; 3] = ["postinst", "prerm", "postrm"];

/// The package of a machine.
pub(super) fn package(release: &Release, machine: Machine, program: &[u8]) -> Result<Vec<u8>> {
    let files = files(release, program)?;
    let kibibytes = files.iter().map(Entry::bytes).sum::<usize>().div_ceil(1024);
    let folder = root().join("packaging/debian");
    let control = fs::read_to_string(folder.join("control"))?
        .replace("{version}", &release.version)
        .replace("{architecture}", machine.debian_name())
        .replace("{kibibytes}", &kibibytes.to_string());
    let mut about = vec![Entry::file("./control", control)];
    for script in SCRIPTS {
        about.push(Entry::program(format!("./{script}"), fs::read(folder.join(script))?));
    }
    let packed = |entries: &[Entry]| gzip(&tar(entries, release.commit_s)?);
    let members = [
        ("debian-binary", b"2.0\n".to_vec()),
        ("control.tar.gz", packed(&about)?),
        ("data.tar.gz", packed(&files)?),
    ];
    Ok(ar(&members, release.commit_s))
}

fn files(release: &Release, program: &[u8]) -> Result<Vec<Entry>> {
    let unit = release
        .unit()?
        .replace("/usr/local/", "/usr/")
        .replace("# /etc/systemd/system/passwave.service\n\n", "");
    let copyright = format!(
        "Passwave is licensed under MIT or Apache-2.0, as you prefer.\n\n{}",
        fs::read_to_string(root().join("LICENSE-MIT"))?
    );
    let doc = "./usr/share/doc/passwave";
    let mut files = vec![
        Entry::program("./usr/bin/passwave", program),
        Entry::file("./usr/lib/systemd/system/passwave.service", unit),
        Entry::file(format!("{doc}/copyright"), copyright),
        Entry::file(
            format!("{doc}/passwave.toml.example"),
            fs::read(root().join("packaging/passwave.toml.example"))?,
        ),
    ];
    files.extend(release.docs_in(&format!("{doc}/html")));
    files.extend(
        release
            .shell_files
            .iter()
            .map(|(path, text)| Entry::file(format!("./usr/share/{path}"), text.as_bytes())),
    );
    Ok(files)
}

/// An `ar` archive: a line of sixty bytes before each member, which begins at an even place.
fn ar(members: &[(&str, Vec<u8>)], modified_s: u64) -> Vec<u8> {
    let mut bytes = b"!<arch>\n".to_vec();
    for (name, content) in members {
        let (length, owner, mode) = (content.len(), 0, "100644");
        let line =
            format!("{name:<16}{modified_s:<12}{owner:<6}{owner:<6}{mode:<8}{length:<10}`\n");
        bytes.extend(line.as_bytes());
        bytes.extend(content);
        if length % 2 == 1 {
            bytes.push(b'\n');
        }
    }
    bytes
}
