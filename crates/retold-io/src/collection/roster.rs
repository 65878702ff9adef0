use retold::Card;
use retold::record::ArticleIx;

/// Rank of an article that a roster of some articles lacks.
const NOT_HERE: u32 = u32::MAX;

/// Every article of a collection by rank, and the way between ranks and numbers.
///
/// A *rank* ([`ArticleIx`]) is the place in the order of ids; the engine counts in ranks. A *number* is the place in the order of adding;
/// the index and the tables count in numbers, since they never change.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    cards: Vec<Card>,
    numbers: Vec<u32>,
    ranks: Vec<u32>,
    some: bool,
}

impl Roster {
    /// From all cards in the order of their numbers.
    pub(super) fn new(by_number: Vec<Card>) -> Self {
        Roster { some: false, ..Roster::some((0u32..).zip(by_number).collect()) }
    }

    /// From the cards of some articles with their numbers, in the order of those: ranks then count among these articles.
    pub(super) fn some(mut numbered: Vec<(u32, Card)>) -> Self {
        let mut ranks = vec![NOT_HERE; numbered.last().map_or(0, |(number, _)| *number as usize + 1)];
        numbered.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        for (rank, (number, _)) in (0u32..).zip(&numbered) {
            ranks[*number as usize] = rank;
        }
        let numbers = numbered.iter().map(|n| n.0).collect();
        let cards = numbered.into_iter().map(|n| n.1).collect();
        Roster { cards, numbers, ranks, some: true }
    }

    /// Cards in the order of ids: what the engine is given.
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// Whether it holds some articles of its collection only.
    pub(super) fn is_some(&self) -> bool {
        self.some
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.cards.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// The number of the article with this rank.
    ///
    /// # Panics
    /// Where the rank is of another corpus.
    pub fn number(&self, article: ArticleIx) -> u32 {
        self.numbers[article.index()]
    }

    /// The rank of the article with this number, if there is one.
    pub fn rank(&self, number: u32) -> Option<ArticleIx> {
        self.ranks.get(number as usize).filter(|&&rank| rank != NOT_HERE).map(|&rank| ArticleIx(rank))
    }

    /// Numbers by rank.
    pub fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// Ranks by number, for translating the index's postings in one look-up.
    pub fn ranks(&self) -> &[u32] {
        &self.ranks
    }

    /// The id of the article with this rank.
    ///
    /// # Panics
    /// Where the rank is of another corpus.
    pub fn id(&self, article: ArticleIx) -> &str {
        &self.cards[article.index()].id
    }
}
