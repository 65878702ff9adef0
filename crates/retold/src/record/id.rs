use xxhash_rust::xxh3::Xxh3;

/// A row's name: the same parts give the same name on every run and machine. 16 hexadecimal digits of XXH3-64 behind a prefix.
///
/// Parts are told apart by their lengths, so `["ab", "c"]` and `["a", "bc"]` differ.
pub fn stable_id(prefix: &str, parts: &[&str]) -> String {
    let mut hash = Xxh3::new();
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    format!("{prefix}{:016x}", hash.digest())
}

#[cfg(test)]
mod tests {
    use super::stable_id;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(stable_id("m", &["ab", "c"]), stable_id("m", &["a", "bc"]));
        assert_eq!(stable_id("m", &["a"]).len(), 17);
    }
}
