//! Whose address it is: the part of a host that somebody registered.

use url::{Host, Url};

/// The registered domain of an address: `courier.co.uk` for `https://news.courier.co.uk/1`. `None` for addresses by number, names under no
/// public suffix, and what is no address.
///
/// By the Public Suffix List (publicsuffix.org, private part included: a blog under a shared host is a domain of its own), as the crate
/// `psl` holds it; what is registered under a suffix that the list lacks counts as under a suffix of one label.
pub fn registered_domain(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let Some(Host::Domain(host)) = url.host() else { return None };
    psl::domain_str(host.trim_end_matches('.')).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::registered_domain;

    #[test]
    fn a_domain_ends_before_its_public_suffix() {
        for (address, domain) in [
            ("https://news.courier.example/1", Some("courier.example")),
            ("https://WWW.Courier.co.uk/1", Some("courier.co.uk")),
            ("https://ada.github.io/ferry", Some("ada.github.io")),
            ("https://co.uk/", None),
            ("http://192.0.2.1/x", None),
            ("pages/1.html", None),
        ] {
            assert_eq!(registered_domain(address).as_deref(), domain, "{address}");
        }
    }
}
