//! What the outlets of a country, or of a language, carry of others: sums of the pairs of outlets, by what `outlets.csv` says of them.

use std::collections::BTreeMap;

use rusqlite::{Connection, Result};

use crate::overview::{Group, GroupLink, Grouping};

/// Pairs of outlets named for two groups.
const NAMED: usize = 20;

/// The groups of one column of `outlets.csv`. The column is one of ours, never a user's word.
pub(super) fn of(db: &Connection, column: &'static str) -> Result<Grouping> {
    let mut groups = db.prepare(&format!(
        "SELECT o.{column}, count(DISTINCT a.outlet), count(*) FROM article_rows a JOIN outlets o ON o.name = a.outlet
         WHERE o.{column} > '' GROUP BY o.{column} ORDER BY o.{column}"
    ))?;
    let group = |r: &rusqlite::Row| {
        Ok(Group { name: r.get(0)?, outlets: r.get::<_, i64>(1)?.cast_unsigned(), articles: r.get::<_, i64>(2)?.cast_unsigned() })
    };
    let groups = groups.query_map([], group)?.collect::<Result<Vec<_>>>()?;
    let mut links = db.prepare(&format!(
        r#"SELECT l.id, l."left", l."right", a.{column}, b.{column}, l.pairs, l.left_pairs, l.left_credited, l.left_otherwise, l.left_none_found,
             l.right_pairs, l.right_credited, l.right_otherwise, l.right_none_found
           FROM link_rows l JOIN outlets a ON a.name = l."left" JOIN outlets b ON b.name = l."right"
           WHERE a.{column} > '' AND b.{column} > '' ORDER BY l.number"#
    ))?;
    let mut rows = links.query([])?;
    let mut sums: BTreeMap<(String, String), GroupLink> = BTreeMap::new();
    while let Some(r) = rows.next()? {
        let count = |at: usize| r.get::<_, i64>(at).map(i64::cast_unsigned);
        let (left, right): (String, String) = (r.get(3)?, r.get(4)?);
        let open = count(5)? - count(6)? - count(10)?;
        for (earlier, later, at) in [(&left, &right, 6), (&right, &left, 10)] {
            let sum = sums.entry((earlier.clone(), later.clone())).or_default();
            (sum.earlier, sum.later) = (earlier.clone(), later.clone());
            sum.pairs += count(at)?;
            sum.credited += count(at + 1)?;
            sum.otherwise += count(at + 2)?;
            sum.none_found += count(at + 3)?;
            // what has no order is said once where both sides are one group
            if at == 6 || left != right {
                sum.open += open;
            }
            if sum.outlets.len() < NAMED && !sum.outlets.iter().any(|(id, ..)| *id == r.get::<_, String>(0).unwrap_or_default()) {
                sum.outlets.push((r.get(0)?, r.get(1)?, r.get(2)?));
            }
        }
    }
    Ok(Grouping { groups, links: sums.into_values().collect() })
}
