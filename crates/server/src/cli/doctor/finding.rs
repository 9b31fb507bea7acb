//! What `passwave doctor` finds.

/// One line of the report.
pub(super) struct Finding {
    what: &'static str,
    verdict: Verdict,
}

enum Verdict {
    Good(String),
    Wrong { found: String, mend: String },
    Unchecked(String),
}

impl Finding {
    pub(super) fn good(what: &'static str, found: impl Into<String>) -> Self {
        Self { what, verdict: Verdict::Good(found.into()) }
    }

    pub(super) fn wrong(
        what: &'static str,
        found: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { what, verdict: Verdict::Wrong { found: found.into(), mend: mend.into() } }
    }

    pub(super) fn unchecked(what: &'static str, why: impl Into<String>) -> Self {
        Self { what, verdict: Verdict::Unchecked(why.into()) }
    }

    pub(super) fn is_wrong(&self) -> bool {
        matches!(self.verdict, Verdict::Wrong { .. })
    }

    pub(super) fn print(&self) {
        let what = self.what;
        match &self.verdict {
            Verdict::Good(found) => println!("ok     {what}: {found}"),
            Verdict::Unchecked(why) => println!("-      {what}: not checked: {why}"),
            Verdict::Wrong { found, mend } => {
                println!("wrong  {what}: {found}");
                println!("       {mend}");
            }
        }
    }
}
