//! Alignments done so far. The matches of two articles depend on their texts and the configuration alone, so an add aligns new pairs only.

use retold::record::{ArticleIx, Edit, EditClass, EditOp, Layer, LayerSpan, Match, MatchKind, Passage, Span};
use rusqlite::{OptionalExtension, params};
use xxhash_rust::xxh3::xxh3_64;

use super::scratch::{Place, Scratch};
use super::{Collection, Doing, Error, MatchFile, Roster, Writer};
use crate::segment::{put_varint, take_varint};

/// Pairs that are aligned, and kept, at a time.
const PAIRS: usize = 50_000;

/// Gives the matches of each of these pairs.
type Aligning<'a> = dyn FnMut(&[(ArticleIx, ArticleIx)]) -> Result<Vec<Vec<Match>>, Error> + 'a;

impl Collection {
    /// The first pairs, in the order of ids, that were aligned and share no passage; `most` at most.
    pub fn pairs_without_match(&self, roster: &Roster, most: u32) -> Result<Vec<(ArticleIx, ArticleIx)>, Error> {
        let doing = "cannot read old alignments";
        let db = self.db();
        let sql = r#"SELECT "left", "right" FROM aligned_pairs WHERE length(matches) = ?1"#;
        let mut empty = db.prepare(sql).doing(&self.db_path, doing)?;
        let rows = empty.query_map([pack(&[]).len() as u32], |row| Ok((row.get(0)?, row.get(1)?))).doing(&self.db_path, doing)?;
        let numbers: Vec<(u32, u32)> = rows.collect::<Result<_, _>>().doing(&self.db_path, doing)?;
        let ranks = numbers.into_iter().filter_map(|(left, right)| roster.rank(left).zip(roster.rank(right)));
        let mut pairs: Vec<(ArticleIx, ArticleIx)> = ranks.collect();
        pairs.sort_unstable();
        pairs.truncate(most as usize);
        Ok(pairs)
    }
}

impl Writer<'_> {
    /// Forgets all alignments if they were made under another configuration. Call it once before the matches are asked for.
    pub fn set_match_config(&mut self, config_hash: u64) -> Result<(), Error> {
        let value = format!("{config_hash:016x}");
        let path = &self.collection.db_path;
        let known: Option<String> = self
            .collection
            .db()
            .query_row("SELECT value FROM meta WHERE key = 'match_config'", [], |r| r.get(0))
            .optional()
            .doing(path, "cannot read the configuration")?;
        if known.as_deref() != Some(&value) {
            self.execute("DELETE FROM aligned_pairs", [], "cannot forget old alignments")?;
            self.execute(
                "INSERT OR REPLACE INTO meta (key, value) VALUES ('match_config', ?1)",
                [value],
                "cannot store the configuration",
            )?;
        }
        Ok(())
    }

    /// All matches of these pairs (left has the smaller id; sorted, each once), in order, in a file. Pairs that were not aligned before are
    /// handed to `align`, some at a time and those of one left article together, which gives the matches of each; alignments of all other
    /// pairs are forgotten.
    ///
    /// A pair that is no candidate any more must not keep its matches: else adding step by step would differ from a rebuild.
    pub fn matches(&mut self, roster: &Roster, wanted: &[(ArticleIx, ArticleIx)], align: &mut Aligning<'_>) -> Result<MatchFile, Error> {
        let (scratch, fresh) = self.align_fresh(roster, wanted, align)?;
        let mut file = MatchFile::create(&self.collection.index_dir())?;
        for (chunk, fresh) in wanted.chunks(PAIRS).zip(fresh.chunks(PAIRS)) {
            let mut of_pair = self.recall(roster, chunk)?;
            for (packed, place) in of_pair.iter_mut().zip(fresh) {
                *packed = place.map_or(Ok(packed.take()), |place| scratch.read(place).map(Some)).map_err(unreadable)?;
            }
            // two old articles that became a pair only now, since others came
            let missing: Vec<usize> = (0..chunk.len()).filter(|&i| of_pair[i].is_none()).collect();
            let pairs: Vec<(ArticleIx, ArticleIx)> = missing.iter().map(|&i| chunk[i]).collect();
            for (&i, matches) in missing.iter().zip(align(&pairs)?) {
                of_pair[i] = Some(pack(&matches));
            }
            for ((i, &pair), packed) in chunk.iter().enumerate().zip(of_pair) {
                let packed = packed.unwrap_or_default();
                if fresh[i].is_some() || missing.binary_search(&i).is_ok() {
                    self.remember(roster, pair, &packed)?;
                }
                file.push(pair, &packed)?;
            }
        }
        self.forget_others(roster, wanted)?;
        file.finish()
    }

    /// Aligns the pairs that have an article of this add, and keeps what that gives in a file; says where, for those pairs.
    ///
    /// Articles of one outlet are taken one after the other: they have its lines in common, and in the order of ids each text would be read anew
    /// for every other one.
    fn align_fresh(
        &self,
        roster: &Roster,
        wanted: &[(ArticleIx, ArticleIx)],
        align: &mut Aligning<'_>,
    ) -> Result<(Scratch, Vec<Option<Place>>), Error> {
        let near = places_near_each_other(roster);
        let is_fresh = |&i: &u32| self.is_fresh(roster, wanted[i as usize]);
        let mut order: Vec<u32> = (0..wanted.len() as u32).filter(is_fresh).collect();
        order.sort_unstable_by_key(|&i| {
            let (left, right) = wanted[i as usize];
            (near[left.index()], near[right.index()])
        });
        let mut scratch = Scratch::create(&self.collection.index_dir()).map_err(unwritable)?;
        let mut places = vec![None; wanted.len()];
        for some in order.chunks(PAIRS) {
            let pairs: Vec<(ArticleIx, ArticleIx)> = some.iter().map(|&i| wanted[i as usize]).collect();
            for (&i, matches) in some.iter().zip(align(&pairs)?) {
                places[i as usize] = Some(scratch.push(&pack(&matches)).map_err(unwritable)?);
            }
        }
        scratch.finish().map_err(unwritable)?;
        Ok((scratch, places))
    }

    /// Whether one of the two came with this add: then they were never aligned.
    fn is_fresh(&self, roster: &Roster, (left, right): (ArticleIx, ArticleIx)) -> bool {
        roster.number(left).max(roster.number(right)) >= self.first
    }

    /// The packed matches of each of these pairs that was aligned before.
    fn recall(&self, roster: &Roster, pairs: &[(ArticleIx, ArticleIx)]) -> Result<Vec<Option<Vec<u8>>>, Error> {
        let path = &self.collection.db_path;
        let doing = "cannot read old alignments";
        let db = self.collection.db();
        let mut one = db.prepare_cached(r#"SELECT matches FROM aligned_pairs WHERE "left" = ?1 AND "right" = ?2"#).doing(path, doing)?;
        let mut recall = |&(left, right): &(ArticleIx, ArticleIx)| {
            let numbers = (roster.number(left), roster.number(right));
            if self.is_fresh(roster, (left, right)) {
                return Ok(None);
            }
            let packed: Option<Vec<u8>> = one.query_row([numbers.0, numbers.1], |r| r.get(0)).optional().doing(path, doing)?;
            if packed.as_deref().is_some_and(|packed| !is_whole(packed)) {
                let detail = format!("the alignment of articles number {} and {} cannot be read", numbers.0, numbers.1);
                return Err(Error::Damaged { path: path.clone(), detail });
            }
            Ok(packed)
        };
        pairs.iter().map(&mut recall).collect()
    }

    /// Forgets the alignments of all pairs but these, each of which has one.
    fn forget_others(&mut self, roster: &Roster, wanted: &[(ArticleIx, ArticleIx)]) -> Result<(), Error> {
        let path = &self.collection.db_path;
        let doing = "cannot read old alignments";
        let mut stale: Vec<(u32, u32)> = Vec::new();
        {
            let db = self.collection.db();
            let all: i64 = db.query_row("SELECT count(*) FROM aligned_pairs", [], |r| r.get(0)).doing(path, doing)?;
            if all.cast_unsigned() == wanted.len() as u64 {
                return Ok(());
            }
            let mut rows = db.prepare(r#"SELECT "left", "right" FROM aligned_pairs"#).doing(path, doing)?;
            let mut rows = rows.query([]).doing(path, doing)?;
            while let Some(row) = rows.next().doing(path, doing)? {
                let numbers: (u32, u32) = (row.get(0).doing(path, doing)?, row.get(1).doing(path, doing)?);
                let pair = roster.rank(numbers.0).zip(roster.rank(numbers.1));
                if pair.is_none_or(|pair| wanted.binary_search(&pair).is_err()) {
                    stale.push(numbers);
                }
            }
        }
        for (left, right) in stale {
            let sql = r#"DELETE FROM aligned_pairs WHERE "left" = ?1 AND "right" = ?2"#;
            self.execute(sql, [left, right], "cannot forget an old alignment")?;
        }
        Ok(())
    }

    /// Keeps what the alignment of two articles gave, none included.
    fn remember(&mut self, roster: &Roster, pair: (ArticleIx, ArticleIx), packed: &[u8]) -> Result<(), Error> {
        let (left, right) = (roster.number(pair.0), roster.number(pair.1));
        let sql = r#"INSERT OR REPLACE INTO aligned_pairs ("left", "right", matches) VALUES (?1, ?2, ?3)"#;
        self.execute(sql, params![left, right, packed], "cannot keep an alignment")
    }
}

/// For each article its place in an order in which those of one outlet follow each other in time.
fn places_near_each_other(roster: &Roster) -> Vec<u32> {
    let key = |&rank: &u32| {
        let card = &roster.cards()[rank as usize];
        (card.outlet.as_deref(), card.published.as_ref().map(|date| date.from), rank)
    };
    let mut order: Vec<u32> = (0..roster.len() as u32).collect();
    order.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    let mut places = vec![0; order.len()];
    (0u32..).zip(order).for_each(|(place, rank)| places[rank as usize] = place);
    places
}

fn unwritable(source: std::io::Error) -> Error {
    Error::Io { what: "cannot write alignments".into(), source }
}

fn unreadable(source: std::io::Error) -> Error {
    Error::Io { what: "cannot read alignments".into(), source }
}

/// Whether packed matches have their checksum.
fn is_whole(packed: &[u8]) -> bool {
    packed.split_first_chunk::<8>().is_some_and(|(sum, bytes)| xxh3_64(bytes) == u64::from_le_bytes(*sum))
}

/// Matches as varints with an XXH3-64 in front. Spans inside a match are kept relative to its start.
fn pack(matches: &[Match]) -> Vec<u8> {
    let mut out = vec![0; 8];
    let span = |out: &mut Vec<u8>, span: Span, base: u32| {
        put_varint(out, span.start.wrapping_sub(base));
        put_varint(out, span.end.wrapping_sub(span.start));
    };
    put_varint(&mut out, matches.len() as u32);
    for m in matches {
        span(&mut out, m.left.span, 0);
        span(&mut out, m.right.span, 0);
        out.extend([place(MatchKind::ALL, m.kind), place(Layer::ALL, m.layer)]);
        for n in [m.words, m.left_words, m.right_words, m.layers.len() as u32, m.edits.len() as u32] {
            put_varint(&mut out, n);
        }
        for l in &m.layers {
            span(&mut out, l.span, m.left.span.start);
            out.push(place(Layer::ALL, l.layer));
        }
        for e in &m.edits {
            out.extend([place(EditOp::ALL, e.op), place(EditClass::ALL, e.class)]);
            span(&mut out, e.left, m.left.span.start);
            span(&mut out, e.right, m.right.span.start);
        }
    }
    let sum = xxh3_64(&out[8..]);
    out[..8].copy_from_slice(&sum.to_le_bytes());
    out
}

/// Appends the matches to `out`; `None` where the bytes are not what [`pack`] wrote.
pub(super) fn unpack(packed: &[u8], (left, right): (ArticleIx, ArticleIx), out: &mut Vec<Match>) -> Option<()> {
    if !is_whole(packed) {
        return None;
    }
    let bytes = &mut &packed[8..];
    for _ in 0..take_varint(bytes)? {
        let (l, r) = (take_span(bytes, 0)?, take_span(bytes, 0)?);
        let (kind, layer) = (member(MatchKind::ALL, bytes)?, member(Layer::ALL, bytes)?);
        let (words, left_words, right_words) = (take_varint(bytes)?, take_varint(bytes)?, take_varint(bytes)?);
        let (layers, edits) = (take_varint(bytes)?, take_varint(bytes)?);
        let layer_span = |b: &mut &[u8]| Some(LayerSpan { span: take_span(b, l.start)?, layer: member(Layer::ALL, b)? });
        let edit = |b: &mut &[u8]| {
            let (op, class) = (member(EditOp::ALL, b)?, member(EditClass::ALL, b)?);
            Some(Edit { op, class, left: take_span(b, l.start)?, right: take_span(b, r.start)? })
        };
        out.push(Match {
            left: Passage { article: left, span: l },
            right: Passage { article: right, span: r },
            kind,
            layer,
            layers: (0..layers).map(|_| layer_span(bytes)).collect::<Option<_>>()?,
            words,
            left_words,
            right_words,
            edits: (0..edits).map(|_| edit(bytes)).collect::<Option<_>>()?,
        });
    }
    bytes.is_empty().then_some(())
}

/// Place of a member in its closed list. The order of the lists is part of the layout: members are added at their ends only.
fn place<T: PartialEq>(all: &[T], member: T) -> u8 {
    all.iter().position(|m| *m == member).unwrap_or(all.len()) as u8
}

fn member<T: Copy>(all: &[T], bytes: &mut &[u8]) -> Option<T> {
    let (&at, rest) = bytes.split_first()?;
    *bytes = rest;
    all.get(usize::from(at)).copied()
}

fn take_span(bytes: &mut &[u8], base: u32) -> Option<Span> {
    let start = base.wrapping_add(take_varint(bytes)?);
    Some(Span { start, end: start.checked_add(take_varint(bytes)?)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span() -> impl Strategy<Value = Span> {
        (0u32..1 << 26, 0u32..1000).prop_map(|(start, len)| Span { start, end: start + len })
    }

    fn one() -> impl Strategy<Value = Match> {
        let layer = (span(), 0..Layer::ALL.len()).prop_map(|(span, l)| LayerSpan { span, layer: Layer::ALL[l] });
        let edit = (0..EditOp::ALL.len(), 0..EditClass::ALL.len(), span(), span()).prop_map(|(op, class, left, right)| Edit {
            op: EditOp::ALL[op],
            class: EditClass::ALL[class],
            left,
            right,
        });
        let lists = (prop::collection::vec(layer, 0..4), prop::collection::vec(edit, 0..6));
        (span(), span(), 0..MatchKind::ALL.len(), 0..Layer::ALL.len(), any::<[u32; 3]>(), lists).prop_map(
            |(l, r, kind, layer, n, lists)| Match {
                left: Passage { article: ArticleIx(3), span: l },
                right: Passage { article: ArticleIx(9), span: r },
                kind: MatchKind::ALL[kind],
                layer: Layer::ALL[layer],
                layers: lists.0,
                words: n[0],
                left_words: n[1],
                right_words: n[2],
                edits: lists.1,
            },
        )
    }

    proptest! {
        #[test]
        fn packed_matches_come_back(matches in prop::collection::vec(one(), 0..5), flip in any::<prop::sample::Index>()) {
            let packed = pack(&matches);
            let mut back = Vec::new();
            prop_assert!(unpack(&packed, (ArticleIx(3), ArticleIx(9)), &mut back).is_some());
            prop_assert_eq!(back, matches);
            let mut bad = packed.clone();
            bad[flip.index(packed.len())] ^= 4;
            prop_assert!(unpack(&bad, (ArticleIx(3), ArticleIx(9)), &mut Vec::new()).is_none());
        }
    }
}
