//! No query behind a page reads a whole table, and none sorts more than it shows.

use retold_io::collection::{Collection, QUERIES};

use crate::client::sample_collection;

/// Queries that sort what belongs to one row of another table: the pairs of an article, the families of a pair.
const SORT_FEW: &[&str] = &[
    "the pairs of an article with the most words",
    "the pairs of an article that share lines set aside",
    "families of an article",
    "articles of a finding",
    "families of a pair",
    "pairs of a family with its exemplar",
    "articles that label a name",
    // at most a thousand articles, and what people have reviewed
    "these articles",
    "these articles of days",
    "findings with a decision",
    "findings with a review",
    "reviews",
];

/// Lists read from their beginning in the order of an index: as far as the page, or, in a search, all of the index and nothing of the rows.
const IN_ORDER: &[&str] = &["pairs", "pairs of members only", "articles", "accounts", "all articles", "findings of all articles", "strata"];

/// Names that the views give to the lists inside a row, which are read whole.
const PARTS: &[&str] = &["SCAN v", "SCAN m", "SCAN j", "SCAN d", "SCAN x", "SCAN e", "SCAN r", "SCAN c"];

#[test]
fn no_query_of_a_page_reads_a_whole_table() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let dir = sample_collection(folder.path());
    let collection = Collection::open_to_read(&dir).expect("it opens");
    for (name, sql) in QUERIES {
        for step in collection.plan(sql).expect("SQLite has a plan") {
            let in_order = IN_ORDER.contains(name) && step.contains("USING COVERING INDEX");
            let of_few = step.starts_with("SCAN (subquery")
                || step.contains("CONSTANT")
                || step.contains("json_each")
                || step.contains("VIRTUAL TABLE INDEX");
            let of_row = name.starts_with("record: ") && PARTS.contains(&step.as_str());
            assert!(!step.starts_with("SCAN") || in_order || of_few || of_row, "{name}: {step}");
            let sorts = step.contains("TEMP B-TREE");
            assert!(!sorts || SORT_FEW.contains(name) || name.starts_with("record: "), "{name}: {step}");
        }
    }
}
