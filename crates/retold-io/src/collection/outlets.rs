//! The outlets a collection was told of.

use retold::record::{Outlet, Outlets};
use rusqlite::params;

use super::{Collection, Doing, Error, Writer};
use crate::read::Register;

impl Collection {
    /// What `outlets.csv` said, over all adds.
    pub fn outlets(&self) -> Result<Outlets, Error> {
        let db = self.db();
        let list = |text: String| serde_json::from_str::<Vec<String>>(&text).unwrap_or_default();
        let read = || -> rusqlite::Result<Vec<Outlet>> {
            let sql = "SELECT name, aliases, domains, country, language, agency, agreements, source FROM outlets ORDER BY name";
            let mut rows = db.prepare(sql)?;
            let outlet = |r: &rusqlite::Row| {
                Ok(Outlet {
                    name: r.get(0)?,
                    aliases: list(r.get(1)?),
                    domains: list(r.get(2)?),
                    country: r.get(3)?,
                    language: r.get(4)?,
                    agency: r.get(5)?,
                    agreements: list(r.get(6)?),
                    source: r.get(7)?,
                })
            };
            rows.query_map([], outlet)?.collect()
        };
        read().map(Outlets::new).doing(self.db_path(), "cannot read the outlets")
    }
}

impl Writer<'_> {
    /// The outlets of all adds, this one included.
    pub fn outlets(&self) -> Result<Outlets, Error> {
        self.collection.outlets()
    }

    /// Keeps these outlets; a row of the same name is replaced. Gives whether anything changed.
    pub fn put_outlets(&mut self, outlets: &Outlets) -> Result<bool, Error> {
        let known = self.collection.outlets()?;
        let list = |l: &[String]| serde_json::Value::from(l.to_vec()).to_string();
        let mut changed = false;
        for o in outlets.rows().iter().filter(|o| !known.rows().contains(o)) {
            let sql = "INSERT OR REPLACE INTO outlets (name, aliases, domains, country, language, agency, agreements, source) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
            let row = params![o.name, list(&o.aliases), list(&o.domains), o.country, o.language, o.agency, list(&o.agreements), o.source];
            self.execute(sql, row, "cannot store an outlet")?;
            changed = true;
        }
        if changed {
            self.rename_outlets()?;
        }
        Ok(changed)
    }

    /// Gives articles stored before the names that the tables known now would have given them.
    fn rename_outlets(&mut self) -> Result<(), Error> {
        let register = Register::new(self.outlets()?);
        let path = self.collection.db_path();
        let renamed: Vec<(u32, String)> = {
            /// Number, outlet, address.
            type Row = (u32, Option<String>, Option<String>);
            let db = self.collection.db();
            let read = || -> rusqlite::Result<Vec<Row>> {
                let mut rows = db.prepare("SELECT number, outlet, url FROM article_rows ORDER BY number")?;
                rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect()
            };
            let rename = |(number, old, url): Row| {
                let new = register.outlet(old.clone(), url.as_deref(), None)?;
                (old.as_ref() != Some(&new)).then_some((number, new))
            };
            read().doing(path, "cannot read the outlets of the articles")?.into_iter().filter_map(rename).collect()
        };
        for (number, outlet) in renamed {
            self.execute("UPDATE article_rows SET outlet = ?2 WHERE number = ?1", params![number, outlet], "cannot rename an outlet")?;
        }
        Ok(())
    }
}
