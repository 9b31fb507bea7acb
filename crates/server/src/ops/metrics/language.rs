//! The languages that are counted separately: those that the widget speaks.

use super::labels::{LanguageLabels, OTHER};

/// The language part of the tags in `www/strings`.
pub(super) const LANGUAGES: [&str; 11] =
    ["ar", "de", "en", "es", "fr", "hi", "ja", "ko", "pt", "ru", "zh"];

impl LanguageLabels {
    /// The language of a tag. Script and region are dropped, since they make each group smaller.
    pub(super) fn from_tag(tag: &str) -> Self {
        let language = tag.split('-').next().unwrap_or_default();
        let known = LANGUAGES.into_iter().find(|known| known.eq_ignore_ascii_case(language));
        Self { language: known.unwrap_or(OTHER) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn tags_count_for_their_language_and_anything_else_as_other() {
        let tags = ["en", "zh-Hans", "PT-br", "fil", "el", "", "my secret", "en_US"];
        let languages = tags.map(|tag| LanguageLabels::from_tag(tag).language);
        assert_eq!(languages, ["en", "zh", "pt", "other", "other", "other", "other", "other"]);
    }

    #[test]
    fn all_languages_of_the_widget_are_listed() {
        let strings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/strings");
        let files = fs::read_dir(strings).unwrap().map(|entry| entry.unwrap().path());
        let tags =
            files.filter(|file| file.extension().is_some_and(|extension| extension == "json"));
        let languages: BTreeSet<String> = tags
            .map(|file| {
                file.file_stem().unwrap().to_str().unwrap().split('-').next().unwrap().to_owned()
            })
            .collect();
        assert_eq!(languages, LANGUAGES.map(str::to_owned).into());
    }
}
