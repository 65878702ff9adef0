//! Looking claims up in a collection.

use retold::find::Query;
use retold::record::{ArticleIx, Claim, ClaimPlace};
use retold::{Config, CorpusView, claims};

use crate::collection::{Collection, DiskShelf, Error, Roster};
use crate::find::Finder;

/// Bytes of texts kept while sentences are compared.
const CACHE_BYTES: usize = 256 << 20;

/// Claims from a sheet: CSV whose first line has a column `claim`, with `id` and `accuser` where they are; else one claim a line. A claim
/// without an id goes by its place, from 1.
pub fn read_sheet(sheet: &str) -> Vec<Claim> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(sheet.trim_start_matches('\u{feff}').as_bytes());
    let heads = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| heads.iter().position(|h| h.eq_ignore_ascii_case(name));
    let mut out: Vec<Claim> = Vec::new();
    let mut put = |text: &str, id: Option<&str>, accuser: Option<&str>| {
        let some = |text: Option<&str>| text.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
        let (place, accuser) = ((out.len() + 1).to_string(), some(accuser));
        let Some(text) = some(Some(text)) else { return };
        out.push(Claim { id: some(id).unwrap_or(place), text, accuser });
    };
    match column("claim") {
        Some(claim) => {
            let (id, accuser) = (column("id"), column("accuser"));
            for row in reader.records().flatten() {
                let cell = |at: Option<usize>| at.and_then(|at| row.get(at));
                put(cell(Some(claim)).unwrap_or_default(), cell(id), cell(accuser));
            }
        }
        None => sheet.lines().for_each(|line| put(line, None, None)),
    }
    out
}

/// Where the claims stand, by claim, then by article. Ranks are those of `roster`, which is the collection's.
///
/// # Errors
/// Where the collection cannot be read.
pub fn trace(collection: &Collection, roster: &Roster, asked: &[Claim], config: &Config) -> Result<Vec<ClaimPlace>, Error> {
    let finder = Finder::open(collection)?;
    let candidates = |claim: &Claim| -> Result<Vec<ArticleIx>, Error> {
        let Some(query) = Query::new(&claim.text, &config.echo) else { return Ok(Vec::new()) };
        let mut ranks: Vec<ArticleIx> = finder.candidates(&query)?.into_iter().filter_map(|number| roster.rank(number)).collect();
        ranks.sort_unstable();
        Ok(ranks)
    };
    let candidates = asked.iter().map(candidates).collect::<Result<Vec<_>, _>>()?;
    let outlets = collection.outlets()?;
    let shelf = DiskShelf::new(collection, roster, collection.segments()?, CACHE_BYTES);
    let found = claims(asked, &CorpusView { cards: roster.cards(), shelf: &shelf, outlets: &outlets, config }, &candidates);
    let error = shelf.take_error();
    error.map_or(Ok(found), Err)
}
