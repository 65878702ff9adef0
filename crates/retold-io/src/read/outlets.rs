use std::collections::HashMap;
use std::io::Read as _;
use std::path::Path;

use retold::record::{Outlet, Outlets};
use url::Url;

use super::decode;
use super::plan::Planned;
use super::record::given;
use super::skip::{SkipReason, Skipped};

/// No list of outlets is longer: 16 MB, a hundred thousand rows.
const MAX_TABLE: u64 = 16 << 20;

/// The known outlets with look-up by name and by host; looked into once an article.
#[derive(Debug, Default)]
pub(crate) struct Register {
    outlets: Outlets,
    by_name: HashMap<String, usize>,
    by_host: HashMap<String, usize>,
}

impl Register {
    /// Reads the table that was asked for, which has to be sound, and the ones found in input folders, which may be skipped.
    /// Of two rows with one name the first stays.
    pub(super) fn load(asked: Option<&Path>, found: &[Planned]) -> Result<(Self, Vec<Skipped>), (String, String)> {
        let mut rows = Vec::new();
        let mut skipped = Vec::new();
        if let Some(path) = asked {
            rows.extend(table(path).map_err(|detail| (path.display().to_string(), detail))?);
        }
        for file in found {
            match table(&file.path) {
                Ok(more) => rows.extend(more),
                Err(detail) => skipped.push(Skipped::file(&file.input, SkipReason::BadOutlets, detail)),
            }
        }
        Ok((Register::new(Outlets::new(rows)), skipped))
    }

    pub(crate) fn new(outlets: Outlets) -> Self {
        let (mut by_name, mut by_host) = (HashMap::new(), HashMap::new());
        // A main name goes before an alias, an earlier row before a later one.
        for (index, row) in outlets.rows().iter().enumerate() {
            by_name.entry(row.name.to_lowercase()).or_insert(index);
        }
        for (index, row) in outlets.rows().iter().enumerate() {
            for alias in &row.aliases {
                by_name.entry(alias.to_lowercase()).or_insert(index);
            }
            for domain in &row.domains {
                by_host.entry(bare(domain)).or_insert(index);
            }
        }
        Register { outlets, by_name, by_host }
    }

    pub(super) fn into_outlets(self) -> Outlets {
        self.outlets
    }

    /// The publisher's main name: what the record says, else whose domain the address is in, else what the page calls its site.
    pub(crate) fn outlet(&self, given: Option<String>, url: Option<&str>, site: Option<String>) -> Option<String> {
        let main = |name: String| match self.by_name.get(&name.to_lowercase()) {
            Some(&row) => self.outlets.rows()[row].name.clone(),
            None => name,
        };
        given.map(main).or_else(|| url.and_then(|u| self.of_address(u))).or_else(|| site.map(main))
    }

    fn of_address(&self, url: &str) -> Option<String> {
        if self.by_host.is_empty() {
            return None;
        }
        let host = bare(Url::parse(url).ok()?.host_str()?);
        let mut rest = host.as_str();
        loop {
            if let Some(&row) = self.by_host.get(rest) {
                return Some(self.outlets.rows()[row].name.clone());
            }
            rest = rest.split_once('.')?.1;
        }
    }
}

fn bare(host: &str) -> String {
    let host = host.trim().trim_end_matches('.').to_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}

/// The rows of a table of outlets; the error says what and where.
fn table(path: &Path) -> Result<Vec<Outlet>, String> {
    let mut raw = Vec::new();
    let file = std::fs::File::open(path).map_err(|e| e.to_string())?;
    file.take(MAX_TABLE + 1).read_to_end(&mut raw).map_err(|e| e.to_string())?;
    if raw.len() as u64 > MAX_TABLE {
        return Err(format!("longer than {MAX_TABLE} bytes"));
    }
    rows(&decode::text(&raw).ok_or("not a text file")?)
}

fn rows(text: &str) -> Result<Vec<Outlet>, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers().map_err(|e| e.to_string())?.iter().map(str::to_lowercase).collect();
    if !head.iter().any(|h| h == "outlet") {
        return Err(
            "no column 'outlet' in the first line; the columns are outlet, aliases, domains, country, language, agency, agreements, source"
                .to_owned(),
        );
    }
    let mut outlets = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| e.to_string())?;
        let cell = |name: &str| {
            let at = head.iter().position(|h| h == name)?;
            given(row.get(at).map(str::to_owned))
        };
        let list = |name: &str| -> Vec<String> {
            let cell = cell(name).unwrap_or_default();
            cell.split([';', '|']).filter_map(|part| given(Some(part.to_owned()))).collect()
        };
        let Some(name) = cell("outlet") else { continue };
        let yes = |value: String| ["yes", "true", "1", "y", "x"].contains(&value.to_lowercase().as_str());
        outlets.push(Outlet {
            name,
            aliases: list("aliases"),
            domains: list("domains"),
            country: cell("country"),
            language: cell("language"),
            agency: cell("agency").is_some_and(yes),
            agreements: list("agreements"),
            source: cell("source"),
        });
    }
    Ok(outlets)
}

#[cfg(test)]
mod tests {
    use super::{Register, rows};
    use retold::record::Outlets;

    #[test]
    fn an_outlet_is_known_by_alias_domain_and_subdomain() {
        let table = "outlet,aliases,domains,agency\nLisken Courier,The Courier; LC,courier.example,\nKorr,,korr.example|korr.test,yes\n";
        let register = Register::new(Outlets::new(rows(table).unwrap()));
        let outlet = |given: Option<&str>, url, site: Option<&str>| register.outlet(given.map(str::to_owned), url, site.map(str::to_owned));
        assert_eq!(outlet(Some("the courier"), None, None).as_deref(), Some("Lisken Courier"));
        assert_eq!(outlet(None, Some("https://www.news.korr.test/a"), Some("X")).as_deref(), Some("Korr"));
        assert_eq!(outlet(None, Some("https://notkorr.test/a"), Some("LC")).as_deref(), Some("Lisken Courier"));
        assert_eq!(outlet(Some("Unknown Post"), Some("https://korr.test"), None).as_deref(), Some("Unknown Post"));
        assert!(register.outlets.named("korr").unwrap().agency);
        assert!(rows("name,domain\nA,b\n").is_err());
    }
}
