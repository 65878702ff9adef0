//! With which word lists a text is read.

/// The main part of a language's tag: `en` of `en-GB`. A text of unknown language is read as English.
pub(crate) fn primary(lang: Option<&str>) -> &str {
    lang.map_or("en", |l| l.split(['-', '_']).next().unwrap_or(l))
}

/// The lists for a text of this language; `None` where there are none.
pub(crate) fn of_language<'a, T>(all: &'a [(String, T)], lang: Option<&str>) -> Option<&'a T> {
    let lang = primary(lang);
    all.iter().find(|(name, _)| name == lang).map(|(_, lists)| lists)
}
