/// A publisher, as `outlets.csv` describes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Outlet {
    /// Main name.
    pub name: String,
    /// Other spellings and short names.
    pub aliases: Vec<String>,
    /// Registered domains.
    pub domains: Vec<String>,
    /// Country, as given.
    pub country: Option<String>,
    /// Language, as given.
    pub language: Option<String>,
    /// Whether it is a news agency.
    pub agency: bool,
    /// Outlets and agencies whose texts it may carry.
    pub agreements: Vec<String>,
    /// Where this row was found.
    pub source: Option<String>,
}

/// All known outlets, sorted by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlets(Vec<Outlet>);

impl Outlets {
    /// Sorts by name; of two rows with one name the first stays.
    pub fn new(mut rows: Vec<Outlet>) -> Self {
        rows.sort_by(|a, b| a.name.cmp(&b.name));
        rows.dedup_by(|b, a| a.name == b.name);
        Outlets(rows)
    }

    /// Sorted by name.
    pub fn rows(&self) -> &[Outlet] {
        &self.0
    }

    /// The outlet under this main name or alias, whatever its case.
    pub fn named(&self, name: &str) -> Option<&Outlet> {
        let name = name.trim();
        let is = |other: &String| other.to_lowercase() == name.to_lowercase();
        self.0.iter().find(|o| is(&o.name)).or_else(|| self.0.iter().find(|o| o.aliases.iter().any(is)))
    }

    /// The outlet that owns this host or a parent domain of it.
    pub fn of_host(&self, host: &str) -> Option<&Outlet> {
        let host = host.trim_end_matches('.').to_lowercase();
        self.0.iter().find(|o| {
            o.domains.iter().any(|d| {
                let d = d.trim_start_matches("www.").to_lowercase();
                host == d || host.strip_suffix(&d).is_some_and(|rest| rest.ends_with('.'))
            })
        })
    }
}
