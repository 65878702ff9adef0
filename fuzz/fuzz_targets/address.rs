//! Addresses: their key is stable, and so are the dates and words of any text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use retold::text::{fold, outline, page_key, parse_date, quotations};

fuzz_target!(|text: &str| {
    if let Some(key) = page_key(text) {
        assert_eq!(page_key(&format!("https://{key}")).as_deref(), Some(key.as_str()), "a key means itself");
    }
    let _ = parse_date(text);
    fold(text).iter().for_each(|w| assert!(text.get(w.start as usize..w.end as usize).is_some()));
    quotations(text).iter().for_each(|s| assert!(text.get(s.start as usize..s.end as usize).is_some()));
    outline(text, None, None).blocks.iter().for_each(|b| assert!(text.get(b.span.start as usize..b.span.end as usize).is_some()));
});
