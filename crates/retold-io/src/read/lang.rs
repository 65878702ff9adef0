use whatlang::{Detector, Lang};

/// Shorter texts are not judged: below this the detector errs too often to be useful.
const LEAST_CHARS: usize = 200;

/// Characters looked at: enough for trigrams, and a bound for the time.
const MOST_CHARS: usize = 1500;

/// ISO 639-1 of the languages `whatlang` knows, in its order of codes. Source: ISO 639-2 registration authority, code list.
/// Persian and Norwegian go by the code of their macrolanguage or written form that news sites declare.
const CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

/// The language of a given tag: `en-GB` and `eng` are `en`. `None` where it is no tag at all.
pub(super) fn code(given: &str) -> Option<String> {
    let primary = given.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let short = CODES.iter().find(|(long, _)| *long == primary).map(|(_, short)| *short);
    Some(short.map_or(primary, str::to_owned))
}

/// The language of a text and how sure it is, where the text is long enough and the detector is sure. A text in two languages is of the one
/// it begins in.
pub(super) fn detect(text: &str) -> Option<(String, f64)> {
    let end = text.char_indices().nth(MOST_CHARS).map_or(text.len(), |(at, _)| at);
    text[..end].chars().nth(LEAST_CHARS - 1)?;
    let found = Detector::new().detect(&text[..end]).filter(|i| i.is_reliable())?;
    let confidence = (found.confidence() * 1000.0).round() / 1000.0;
    short(found.lang()).map(|lang| (lang.to_owned(), confidence))
}

fn short(lang: Lang) -> Option<&'static str> {
    let long = lang.code();
    CODES.iter().find(|(code, _)| *code == long).map(|(_, short)| *short)
}

#[cfg(test)]
mod tests {
    use super::{code, detect, short};

    #[test]
    fn every_language_the_detector_knows_has_a_code() {
        for &lang in whatlang::Lang::all() {
            assert!(short(lang).is_some(), "{lang:?}");
        }
        assert_eq!(code("en-GB").as_deref(), Some("en"));
        assert_eq!(code("deu").as_deref(), Some("de"));
        assert_eq!(code("English"), None);
    }

    #[test]
    fn short_texts_are_not_judged() {
        let sentence = "The council of Lisken met on the quay, because the old hall had burnt down in the night. ";
        assert_eq!(detect(sentence), None);
        assert_eq!(detect(&sentence.repeat(3)), Some(("en".to_owned(), 1.0)));
    }
}
