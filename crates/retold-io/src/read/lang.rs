use whatlang::{Detector, Lang};

/// Shorter texts are not judged: below this the detector errs too often to be useful.
const LEAST_CHARS: usize = 200;

/// Characters looked at in one part of a text: enough for trigrams, and a bound for the time. Chosen, not measured.
const PART_CHARS: usize = 700;

/// Parts of a longer text that are judged, spread evenly.
const PARTS: usize = 3;

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

/// The language of a text and how sure it is, where the text is long enough and the detector is sure. A longer text is judged at its beginning,
/// in its middle and at its end: it is of the language that most parts have, of the first one where all differ, and the less sure the fewer agree.
pub(super) fn detect(text: &str) -> Option<(String, f64)> {
    text.chars().nth(LEAST_CHARS - 1)?;
    let parts = parts(text);
    let judged = parts.iter().map(|part| Detector::new().detect(part).filter(|i| i.is_reliable()));
    let judged: Vec<(Lang, f64)> = judged.flatten().map(|i| (i.lang(), i.confidence())).collect();
    let of = |lang: Lang| judged.iter().filter(move |(l, _)| *l == lang);
    // the first of the most frequent
    let (lang, _) = *judged.iter().rev().max_by_key(|(lang, _)| of(*lang).count())?;
    let confidence = of(lang).map(|(_, sure)| sure).sum::<f64>() / parts.len() as f64;
    short(lang).map(|lang| (lang.to_owned(), (confidence * 1000.0).round() / 1000.0))
}

/// The stretches of a text that are judged; all of it where it is short.
fn parts(text: &str) -> Vec<&str> {
    if text.chars().nth(PARTS * PART_CHARS).is_none() {
        return vec![text];
    }
    let part = |nth: usize| {
        // the last part ends where the text does, counted in bytes: of a script with long characters it is shorter
        let about = (text.len() - PART_CHARS) * nth / (PARTS - 1);
        let start = (0..=about).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let end = text[start..].char_indices().nth(PART_CHARS).map_or(text.len(), |(at, _)| start + at);
        &text[start..end]
    };
    (0..PARTS).map(part).collect()
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
    fn a_text_in_two_languages_is_of_the_one_that_most_of_it_has_and_less_sure() {
        let german = "Der Rat von Lisken tagte am Kai, weil das alte Rathaus in der Nacht davor abgebrannt war. ";
        let english = "The council of Lisken met on the quay, because the old hall had burnt down in the night. ";
        let (lang, confidence) = detect(&(german.repeat(12) + &english.repeat(40))).unwrap();
        assert_eq!(lang, "en");
        assert!(confidence < 0.7, "{confidence}");
        assert_eq!(detect(&english.repeat(60)), Some(("en".to_owned(), 1.0)));
    }

    #[test]
    fn scripts_from_right_to_left_are_told_apart() {
        let arabic = "اجتمع مجلس المدينة على الرصيف لأن القاعة القديمة احترقت في الليل. ";
        let hebrew = "מועצת העיר נפגשה על הרציף כי האולם הישן נשרף בלילה. ";
        let persian = "شورای شهر روی اسکله جلسه داشت چون تالار قدیمی شب گذشته سوخته بود. ";
        for (text, lang) in [(arabic, "ar"), (hebrew, "he"), (persian, "fa")] {
            assert_eq!(detect(&text.repeat(8)).map(|(found, _)| found).as_deref(), Some(lang));
        }
    }

    #[test]
    fn short_texts_are_not_judged() {
        let sentence = "The council of Lisken met on the quay, because the old hall had burnt down in the night. ";
        assert_eq!(detect(sentence), None);
        assert_eq!(detect(&sentence.repeat(3)), Some(("en".to_owned(), 1.0)));
    }
}
