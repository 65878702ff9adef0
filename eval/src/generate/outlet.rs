//! Outlets that do not exist, their house styles, and what they say of when and from where.

use super::language::Language;
use super::rates::OutletRates;
use super::rng::Rng;

/// An invented publisher.
#[derive(Debug, Clone)]
pub(crate) struct Outlet {
    pub(crate) name: String,
    pub(crate) domain: String,
    pub(crate) agency: bool,
    /// The short name an agency is credited by; the name itself for others.
    pub(crate) short: String,
    pub(crate) curly_quotes: bool,
    pub(crate) datelines: bool,
    pub(crate) town: String,
    /// A line at the foot of its pages.
    pub(crate) furniture: String,
    /// A line that its own stories end in, and that hasty copies keep.
    pub(crate) signature: String,
}

/// Outlets, agencies first.
pub(crate) fn outlets(rates: &OutletRates, count: usize, rng: &mut Rng) -> Vec<Outlet> {
    const ENDINGS: [&str; 8] = ["Herald", "Courier", "Observer", "Gazette", "Daily", "Tribune", "Chronicle", "Monitor"];
    let mut known = std::collections::HashSet::new();
    let mut out = Vec::with_capacity(count);
    while out.len() < count {
        let town = Language::name(rng);
        let ending = *rng.pick(&ENDINGS);
        if !known.insert(town.clone()) {
            continue;
        }
        let agency = out.len() < rates.agencies;
        let name = if agency { format!("{town} Press Agency") } else { format!("The {town} {ending}") };
        let short = if agency { format!("{}PA", &town[..1]) } else { name.clone() };
        if agency && out.iter().any(|o: &Outlet| o.short == short) {
            continue;
        }
        let domain = format!("{}.example", name.to_lowercase().replace("the ", "").replace(' ', "-"));
        out.push(Outlet {
            datelines: agency || rng.chance(0.3),
            curly_quotes: rng.chance(0.5),
            name,
            domain,
            agency,
            short,
            town,
            furniture: String::new(),
            signature: String::new(),
        });
    }
    out
}

/// The table `outlets.csv` of these outlets.
pub(crate) fn table(outlets: &[Outlet]) -> String {
    let mut out = String::from("outlet,aliases,domains,agency\n");
    for o in outlets {
        let alias = if o.agency { o.short.as_str() } else { "" };
        out.push_str(&format!("{},{alias},{},{}\n", o.name, o.domain, o.agency));
    }
    out
}

/// Minutes since the first of March 2031.
pub(crate) type Minute = i64;

const MONTHS: [(&str, i64); 12] = [
    ("March", 31),
    ("April", 30),
    ("May", 31),
    ("June", 30),
    ("July", 31),
    ("August", 31),
    ("September", 30),
    ("October", 31),
    ("November", 30),
    ("December", 31),
    ("January", 31),
    ("February", 29),
];

/// Year, month of the year, its name, day of the month.
fn civil(minute: Minute) -> (i64, i64, &'static str, i64) {
    // back-dated plants may lie before the first of March: a year of 366 days further back, and a year of 366 days is near enough for all
    let mut day = minute.div_euclid(1440);
    let mut year = 2031 + day.div_euclid(366);
    day = day.rem_euclid(366);
    for (i, (name, days)) in MONTHS.iter().enumerate() {
        if day < *days {
            let month = (i as i64 + 2) % 12 + 1;
            year += i64::from(month < 3);
            // only some years have the day; the calendar of this world gives it to the first of March
            if month == 2 && day == 28 && year % 4 != 0 {
                return (year, 3, "March", 1);
            }
            return (year, month, name, day + 1);
        }
        day -= days;
    }
    unreachable!("the months have 366 days")
}

/// `2031-03-01T09:40:00Z`.
pub(crate) fn iso_minute(minute: Minute) -> String {
    let (clock, day) = (minute.rem_euclid(1440), iso_day(minute));
    format!("{day}T{:02}:{:02}:00Z", clock / 60, clock % 60)
}

/// `2031-03-01`.
pub(crate) fn iso_day(minute: Minute) -> String {
    let (year, month, _, day) = civil(minute);
    format!("{year:04}-{month:02}-{day:02}")
}

/// `March 1`, as datelines have it.
pub(crate) fn printed_day(minute: Minute) -> String {
    let (_, _, name, day) = civil(minute);
    format!("{name} {day}")
}
