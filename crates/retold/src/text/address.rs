//! Which page an address means: the same page is found with and without `www`, as an AMP, print or mobile page, and with the marks of campaigns.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct Forms {
    parameters: Vec<String>,
    hosts: Vec<String>,
    paths: Vec<String>,
}

static FORMS: LazyLock<Forms> =
    LazyLock::new(|| toml::from_str(include_str!("../data/addresses.toml")).expect("addresses.toml is checked by a test"));

/// A name of the page that an address means, equal for all its forms; `None` for front pages and for what is no web address, which name
/// no article. A key to compare, never an address to visit.
///
/// Wrong where a site gives different articles one path and tells them apart by a parameter that elsewhere only says where a reader came from.
pub fn page_key(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = ["https://", "http://", "//"].iter().find_map(|scheme| strip_prefix_ignoring_case(address, scheme))?;
    let mut key = plainer(rest)?;
    // one form may hide another; each time round the key gets shorter or stays
    loop {
        let again = plainer(&key)?;
        if again == key {
            return Some(key);
        }
        key = again;
    }
}

/// An address without its scheme, without the marks of one form.
fn plainer(rest: &str) -> Option<String> {
    let rest = rest.trim().split('#').next().unwrap_or_default();
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.rsplit('@').next().unwrap_or_default().to_lowercase();
    let host = host.strip_suffix(":80").or(host.strip_suffix(":443")).unwrap_or(&host);
    let host = bare_host(host.trim_end_matches('.'));
    if !host.contains('.') && !host.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    let is_form = |part: &&str| FORMS.paths.iter().any(|p| part.eq_ignore_ascii_case(p));
    while parts.len() > 1 && parts.last().is_some_and(is_form) {
        parts.pop();
    }
    if parts.len() > 1 && is_form(&parts[0]) {
        parts.remove(0);
    }
    let mut parameters: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !only_says_how(p)).collect();
    parameters.sort_unstable();
    if parameters.is_empty() && (parts.is_empty() || parts.len() == 1 && is_form(&parts[0])) {
        return None;
    }
    let mut key = format!("{host}/{}", parts.join("/"));
    // page.amp.html is page.html
    key = key.replace(".amp.html", ".html");
    if let Some(plain) = key.strip_suffix(".amp") {
        key.truncate(plain.len());
    }
    if !parameters.is_empty() {
        key.push('?');
        key.push_str(&parameters.join("&"));
    }
    Some(key)
}

fn bare_host(mut host: &str) -> &str {
    while let Some((first, rest)) = host.split_once('.') {
        if !rest.contains('.') || !FORMS.hosts.iter().any(|h| h == first) {
            break;
        }
        host = rest;
    }
    host
}

fn only_says_how(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_lowercase();
    FORMS.parameters.iter().any(|p| match p.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == *p,
    })
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::page_key;

    #[test]
    fn forms_of_one_page_have_one_key() {
        let plain = page_key("https://dispatch.example/2031/pier-closes");
        assert!(plain.is_some());
        for form in [
            "http://www.dispatch.example/2031/pier-closes/",
            "HTTPS://WWW.Dispatch.example:443/2031/pier-closes?utm_source=mail&fbclid=x#comments",
            "https://m.dispatch.example/2031/pier-closes",
            "https://amp.dispatch.example/2031/pier-closes",
            "https://dispatch.example/amp/2031/pier-closes",
            "https://dispatch.example/2031/pier-closes/amp/?amp=1",
            "https://dispatch.example/2031/pier-closes?print=true",
            "https://user:pass@dispatch.example/2031/pier-closes/index.html",
        ] {
            assert_eq!(page_key(form), plain, "{form}");
        }
        assert_eq!(page_key("https://dispatch.example/a.amp.amp"), page_key("https://dispatch.example/a"), "a form inside a form");
        assert_eq!(page_key("https://dispatch.example/a.amp.html"), page_key("https://dispatch.example/a.html"));
        assert_eq!(page_key("https://dispatch.example/?b=2&a=1"), page_key("https://dispatch.example/?a=1&b=2"));
    }

    #[test]
    fn other_pages_have_other_keys_and_front_pages_none() {
        let plain = page_key("https://dispatch.example/2031/pier-closes");
        for other in [
            "https://post.example/2031/pier-closes",
            "https://dispatch.example/2031/pier",
            "https://dispatch.example/2031/pier-closes?id=7",
            "https://dispatch.example/2031/Pier-closes",
        ] {
            assert!(page_key(other).is_some() && page_key(other) != plain, "{other}");
        }
        for none in [
            "https://dispatch.example",
            "https://www.dispatch.example/?utm_source=x",
            "https://dispatch.example/index.html",
            "mailto:a@b.example",
            "pier",
            "",
            "//",
        ] {
            assert_eq!(page_key(none), None, "{none}");
        }
    }
}
