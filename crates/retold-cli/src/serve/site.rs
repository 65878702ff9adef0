//! From an address to a page.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use retold_io::collection::{CaseItem, Part, Review, Selection};
use retold_io::{Collection, Overview};

use crate::case::memo::{Memo, memo};
use crate::report::book::Book;
use crate::report::case;
use crate::report::links::{Ask, Leaf, Links, Shape};
use crate::report::screens::{self, LeafPage, Screen};
use crate::report::sections::Sections;
use crate::report::sentence::{OFFERED, Offered};
use crate::report::validation;
use crate::report::{ReportInput, ReportOptions, RunFacts, SkippedLine, page};

/// What is known of a state of the collection, and which state.
type Remembered = (i64, Arc<Known>);

/// A collection and what all its pages say.
#[derive(Debug)]
pub(crate) struct Site {
    dir: PathBuf,
    title: String,
    go: Links,
    /// Ids of pairs that have no page, sorted: in a folder those of a family's members with each other.
    without_page: Vec<String>,
    /// Pairs of outlets that have no page and the pair of articles that stands for them, sorted: in a folder those with one pair of articles.
    instead: Arc<Vec<(String, String)>>,
    /// Connections that nobody uses right now.
    readers: Mutex<Vec<Collection>>,
    /// The connection that reviews are written through, once there are some.
    writer: Mutex<Option<Collection>>,
    /// Asked whether something was added; its answer and what was read then.
    known: Mutex<(Collection, Option<Remembered>)>,
}

/// What all pages of one state of the collection say.
#[derive(Debug)]
struct Known {
    overview: Arc<Overview>,
    run: RunFacts,
    skipped: Vec<SkippedLine>,
    offered: Arc<Offered>,
}

impl Site {
    /// Opens a collection for reading.
    pub(crate) fn open(dir: &Path, title: String, go: Links) -> Result<Self> {
        let first = Collection::open_to_read(dir)?;
        let folder = go.shape == Shape::Folder;
        let without_page = if folder { first.pairs_of_members_only()? } else { Vec::new() };
        let mut instead = if folder { first.links_of_one_pair()? } else { Vec::new() };
        instead.retain(|(_, pair)| without_page.binary_search(pair).is_err());
        Ok(Site {
            dir: dir.to_owned(),
            title,
            go,
            without_page,
            instead: Arc::new(instead),
            readers: Mutex::new(Vec::new()),
            writer: Mutex::new(None),
            known: Mutex::new((first, None)),
        })
    }

    /// The page of which there is one; none where there is none of this name.
    pub(crate) fn screen(&self, slug: &str, ask: &Ask) -> Result<Option<String>> {
        let Some(screen) = screens::screen(slug) else { return Ok(None) };
        self.read(|collection| self.screen_of(collection, screen, ask)).map(Some)
    }

    fn screen_of(&self, collection: &Collection, screen: &Screen, ask: &Ask) -> Result<String> {
        let selection = (screen.select)(collection, ask)?;
        self.write(collection, &selection, screen.slug, &self.go, |book| Ok(Some(((screen.render)(book, ask)?, screen.name.to_owned()))))
            .map(Option::unwrap_or_default)
    }

    /// The page of a row; none where there is no such row.
    pub(crate) fn leaf(&self, slug: &str, id: &str, ask: &Ask) -> Result<Option<String>> {
        let Some(leaf) = screens::leaf(slug) else { return Ok(None) };
        self.read(|collection| self.leaf_of(collection, leaf, id, ask))
    }

    fn leaf_of(&self, collection: &Collection, leaf: &LeafPage, id: &str, ask: &Ask) -> Result<Option<String>> {
        let Some(selection) = (leaf.select)(collection, id)? else { return Ok(None) };
        let go = Links { deep: true, ..self.go };
        self.write(collection, &selection, leaf.under, &go, |book| {
            book.blind = ask.coder.as_ref().map(|_| ask.clone());
            let section = (leaf.render)(book, id)?;
            Ok(section.map(|s| (s, leaf.leaf.slug().to_owned())))
        })
    }

    /// Reads what a page shows and writes the document around its section.
    fn write(
        &self,
        collection: &Collection,
        selection: &Selection,
        under: &str,
        go: &Links,
        section: impl FnOnce(&mut Book) -> Result<Option<(String, String)>, askama::Error>,
    ) -> Result<Option<String>> {
        self.with_book(collection, selection, go, |book| {
            let Some((section, name)) = section(book).context("the page could not be written")? else { return Ok(None) };
            page::frame(book, section, (under, &name)).map(Some).context("the page could not be written")
        })
    }

    /// Reads what a page shows, for whoever writes it.
    fn with_book<T>(
        &self,
        collection: &Collection,
        selection: &Selection,
        go: &Links,
        work: impl FnOnce(&mut Book) -> Result<T>,
    ) -> Result<T> {
        let known = self.known()?;
        let Part { roster, articles, analysis, ids, sizes, reviews, looked, listed, validation, case, sums } =
            collection.part(selection)?;
        let words: Vec<u32> = roster.cards().iter().map(|c| c.words).collect();
        let input = ReportInput {
            title: &self.title,
            articles: &articles,
            words: &words,
            analysis: &analysis,
            skipped: &known.skipped,
            run: &known.run,
            options: ReportOptions::default(),
        };
        let mut book = Book::of_part(&input, Arc::clone(&known.overview), (ids, sizes), *go);
        (book.reviews, book.looked, book.listed, book.sums) = (reviews, looked, listed, sums);
        (book.validation, book.case) = (validation, case);
        book.offered = Arc::clone(&known.offered);
        book.sections = Sections::all(&analysis, &book.sums);
        book.leave_out(&self.without_page);
        book.instead = Arc::clone(&self.instead);
        work(&mut book)
    }

    /// A memo of these findings, or of those in the case file.
    pub(crate) fn memo(&self, items: Option<&[CaseItem]>) -> Result<Memo> {
        self.read(|collection| {
            let items = match items {
                Some(items) => items.to_vec(),
                None => collection.case()?,
            };
            let ids: Vec<String> = items.iter().map(|item| item.finding.clone()).collect();
            let selection = case::select_ids(collection, &ids)?;
            self.with_book(collection, &selection, &self.go, |book| Ok(memo(book, &items)))
        })
    }

    /// The next finding of a sample that a coder has not judged, as an address; the sample's own page where there is none.
    pub(crate) fn next(&self, ask: &Ask) -> Result<String> {
        let open = self.read(|c| Ok(c.validation(validation::seed(ask), validation::each(ask), ask.coder.as_deref())?.open))?;
        Ok(match open.first().filter(|_| ask.coder.is_some()) {
            Some(id) => validation::blind(self.go, id, ask),
            None => self.go.list("validation", ask),
        })
    }

    /// Lends a connection; all that is read through it is of one state.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Collection) -> Result<T>) -> Result<T> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => Collection::open_to_read(&self.dir)?,
        };
        let done = reader.at_one_state(|| work(&reader))?;
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        done
    }

    /// Stores what a reader said of a finding. False where there is no such finding or decision.
    pub(crate) fn review(&self, review: &Review) -> Result<bool> {
        self.written(|writer| writer.review(review))
    }

    /// Puts a finding into the case file, or takes it out. False where there is no such finding.
    pub(crate) fn keep(&self, item: &CaseItem, keep: bool) -> Result<bool> {
        self.written(|writer| if keep { writer.put_case(item) } else { writer.drop_case(&item.finding).map(|()| true) })
    }

    fn written(&self, work: impl FnOnce(&Collection) -> Result<bool, retold_io::collection::Error>) -> Result<bool> {
        // a connection of its own: those of the pages cannot write
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if writer.is_none() {
            *writer = Some(Collection::open(&self.dir)?);
        }
        let Some(writer) = writer.as_ref() else { return Ok(false) };
        Ok(work(writer)?)
    }

    /// Whether a row has a page.
    pub(crate) fn has_page(&self, leaf: Leaf, id: &str) -> bool {
        match leaf {
            Leaf::Pair => self.without_page.binary_search_by(|known| known.as_str().cmp(id)).is_err(),
            Leaf::Link => self.instead.binary_search_by(|(link, _)| link.as_str().cmp(id)).is_err(),
            _ => true,
        }
    }

    /// Numbers of the whole collection.
    pub(crate) fn overview(&self) -> Result<Arc<Overview>> {
        Ok(Arc::clone(&self.known()?.overview))
    }

    /// Name of the run that found what the pages show.
    pub(crate) fn run(&self) -> Result<String> {
        Ok(self.known()?.run.run_hash.clone())
    }

    /// What all pages say, read anew after an add.
    fn known(&self) -> Result<Arc<Known>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let state = known.0.state()?;
        if let Some((of, what)) = &known.1
            && *of == state
        {
            return Ok(Arc::clone(what));
        }
        let what = Arc::new(Known::of(&known.0)?);
        known.1 = Some((state, Arc::clone(&what)));
        Ok(what)
    }
}

impl Known {
    fn of(collection: &Collection) -> Result<Self> {
        let overview = collection.overview_without_rejected()?;
        let run = RunFacts::of(&collection.configuration()?.unwrap_or_default(), &overview);
        let skipped = collection.skipped()?.into_iter().map(SkippedLine::from).collect();
        let offered = Offered { outlets: collection.names("outlets", OFFERED)?, countries: collection.names("countries", OFFERED)? };
        Ok(Known { overview: Arc::new(overview), run, skipped, offered: Arc::new(offered) })
    }
}
