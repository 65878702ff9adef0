use super::*;
use proptest::prelude::*;
use std::fs;

type Articles = Vec<(Vec<Word>, Vec<Posting>)>;

fn words() -> impl Strategy<Value = Vec<Word>> {
    prop::collection::vec((any::<u32>(), 0u32..300, 0u32..300), 0..20).prop_map(|parts| {
        let mut end = 0;
        parts
            .into_iter()
            .map(|(hash, gap, len)| {
                let start = end + gap;
                end = start + len;
                Word { hash, start, end }
            })
            .collect()
    })
}

fn articles() -> impl Strategy<Value = Articles> {
    let postings = prop::collection::vec((0u64..50, any::<u32>(), any::<u64>()), 0..60);
    prop::collection::vec((words(), postings), 1..12).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(n, (words, postings))| {
                let posting = |(gram, position, context)| Posting { gram: gram << 58, article: n as u32, position, context };
                (words, postings.into_iter().map(posting).collect())
            })
            .collect()
    })
}

fn build(dir: &Path, first: u32, articles: &[(Vec<Word>, Vec<Posting>)], budget: usize) -> Segment {
    let mut builder = SegmentBuilder::new(dir, first, 7, budget).unwrap();
    for (n, (words, postings)) in articles.iter().enumerate() {
        let number = first + n as u32;
        let postings: Vec<_> = postings.iter().map(|p| Posting { article: number, ..*p }).collect();
        builder.add(number, words, &postings).unwrap();
    }
    builder.finish().unwrap().unwrap()
}

fn sorted(articles: &[(Vec<Word>, Vec<Posting>)]) -> Vec<Posting> {
    let mut all: Vec<_> = articles.iter().flat_map(|(_, p)| p.clone()).collect();
    all.sort_unstable();
    all
}

fn read(postings: impl Iterator<Item = io::Result<Posting>>) -> Vec<Posting> {
    postings.collect::<io::Result<_>>().unwrap()
}

fn entries(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&p).unwrap()))
        .collect();
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_was_added_comes_back_sorted(articles in articles()) {
        let dir = tempfile::tempdir().unwrap();
        let segment = build(dir.path(), 0, &articles, 1 << 20);
        segment.check().unwrap();
        prop_assert_eq!(read(segment.postings()), sorted(&articles));
        for (n, (words, _)) in articles.iter().enumerate() {
            prop_assert_eq!(&segment.words(n as u32).unwrap(), words);
        }
        prop_assert!(segment.words(articles.len() as u32).is_err());
    }

    #[test]
    fn spilling_changes_nothing(articles in articles()) {
        let (roomy, tight) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        build(roomy.path(), 0, &articles, 1 << 20);
        build(tight.path(), 0, &articles, 0);
        prop_assert_eq!(entries(roomy.path()), entries(tight.path()));
    }

    #[test]
    fn merging_equals_sorting_all(articles in articles(), at in 0usize..12, low in 0u64..50, high in 0u64..50) {
        let dir = tempfile::tempdir().unwrap();
        let at = at.min(articles.len() - 1);
        let mut segments = vec![build(dir.path(), at as u32, &articles[at..], 0)];
        if at > 0 {
            segments.push(build(dir.path(), 0, &articles[..at], 1 << 20));
        }
        let all = sorted(&articles);
        prop_assert_eq!(&read(merge(&segments)), &all);
        let range = (low << 58)..=(high << 58);
        let within: Vec<_> = all.into_iter().filter(|p| range.contains(&p.gram)).collect();
        prop_assert_eq!(read(merge_in(&segments, range).unwrap()), within);
    }
}

#[test]
fn a_range_is_found_across_many_blocks() {
    let dir = tempfile::tempdir().unwrap();
    let postings = (0..20_000u64).map(|i| Posting { gram: i / 7 * 10, article: 0, position: i as u32, context: i }).collect();
    let segment = build(dir.path(), 0, &[(vec![], postings)], 1 << 20);
    let grams = |r| read(segment.postings_in(r).unwrap()).into_iter().map(|p| p.gram).collect::<Vec<_>>();
    assert_eq!(grams(14_000..=14_000), [14_000; 7]);
    assert!(grams(14_001..=14_009).is_empty());
    assert_eq!(grams(0..=u64::MAX).len(), 20_000);
    assert_eq!(grams(28_000..=u64::MAX).len(), 20_000 - 2_800 * 7);
    assert!(grams(90_000..=u64::MAX).is_empty());
}

#[test]
fn every_flipped_byte_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let word = |n: u32| Word { hash: n * 977, start: n * 10, end: n * 10 + 7 };
    let posting = |article, n: u32| Posting { gram: u64::from(n % 5) << 40, article, position: n, context: u64::from(n) };
    let articles: Articles = (0..3).map(|a| ((0..9).map(word).collect(), (0..8).map(|n| posting(a, n)).collect())).collect();
    let segment = build(dir.path(), 0, &articles, 1 << 20);
    for path in segment.paths() {
        let good = fs::read(&path).unwrap();
        for at in 0..good.len() {
            for bit in [1u8, 0x80] {
                let mut bad = good.clone();
                bad[at] ^= bit;
                fs::write(&path, &bad).unwrap();
                let error = Segment::open(dir.path(), segment.name()).and_then(|s| s.check());
                let error = error.expect_err(&format!("byte {at} of {} flipped unnoticed", path.display())).to_string();
                assert!(error.contains(&*path.to_string_lossy()), "{error}");
            }
        }
        for length in [0, 10, 63, 64, good.len() - 1] {
            fs::write(&path, &good[..length]).unwrap();
            assert!(Segment::open(dir.path(), segment.name()).and_then(|s| s.check()).is_err(), "cut to {length}");
        }
        fs::write(&path, &good).unwrap();
    }
    Segment::open(dir.path(), segment.name()).and_then(|s| s.check()).unwrap();
}

#[test]
fn a_builder_that_is_dropped_leaves_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let mut builder = SegmentBuilder::new(dir.path(), 0, 7, 0).unwrap();
    let postings: Vec<_> = (0..500).map(|n| Posting { gram: n, article: 0, position: n as u32, context: 0 }).collect();
    builder.add(0, &[], &postings).unwrap();
    assert!(entries(dir.path()).len() > 2);
    drop(builder);
    assert_eq!(entries(dir.path()), []);
}

#[test]
fn numbers_out_of_turn_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut builder = SegmentBuilder::new(dir.path(), 5, 7, 0).unwrap();
    assert!(builder.add(4, &[], &[]).is_err());
    builder.add(5, &[], &[]).unwrap();
    assert!(builder.add(7, &[], &[]).is_err());
}
