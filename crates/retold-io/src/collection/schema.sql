-- The tables of a collection. Articles go by `number`, their place in the order of adding; the views at the end have the names, columns and
-- text ids of the public record. Offsets are bytes of articles.text (UTF-8), half-open.

CREATE TABLE article_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  input TEXT NOT NULL,
  locator TEXT,
  sha256 TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  role TEXT NOT NULL,
  url TEXT,
  archive_url TEXT,
  captured TEXT,
  outlet TEXT,
  title TEXT,
  author TEXT,
  published TEXT,
  published_from TEXT,
  modified TEXT,
  lang TEXT,
  lang_confidence REAL,
  words INTEGER NOT NULL,
  hidden_characters INTEGER NOT NULL,
  lookalike_words INTEGER NOT NULL,
  version_of TEXT,
  extra TEXT, -- what else the record said, as JSON
  complete INTEGER NOT NULL,
  stamped TEXT,
  published_low INTEGER, published_high INTEGER, published_precision TEXT, -- bounds in seconds since 1970, UTC
  stamped_low INTEGER, stamped_high INTEGER, stamped_precision TEXT
);
CREATE INDEX articles_by_date ON article_rows(published_low IS NULL, published_low, id);
CREATE INDEX articles_by_outlet_and_date ON article_rows(outlet, published_low IS NULL, published_low, id);
CREATE INDEX articles_by_lang ON article_rows(lang);
CREATE INDEX articles_by_url ON article_rows(url);
CREATE INDEX articles_undated ON article_rows(number) WHERE published IS NULL;

-- Apart from what is known of them, so that reading all of that reads little.
CREATE TABLE article_texts (
  article INTEGER PRIMARY KEY REFERENCES article_rows(number),
  text TEXT NOT NULL
);

-- Articles by their words. Terms are hashes of folded words, without their places: `word_index.rs` says why.
CREATE VIRTUAL TABLE word_index USING fts5(words, content='', detail='none', columnsize=0, tokenize='ascii');

-- What was worked out of each article alone, packed: only the engine reads it.
CREATE TABLE digests (
  article INTEGER PRIMARY KEY REFERENCES article_rows(number),
  terms BLOB NOT NULL,
  figures BLOB NOT NULL
);

CREATE TABLE article_links (
  article INTEGER NOT NULL REFERENCES article_rows(number),
  seq INTEGER NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY (article, seq)
) WITHOUT ROWID;

CREATE TABLE raw (
  article INTEGER PRIMARY KEY REFERENCES article_rows(number),
  zstd BLOB -- the bytes the article was read from; null where they are the bytes of its text
);

CREATE TABLE block_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  kind TEXT NOT NULL,
  pages INTEGER -- of the host that have this line; only of site blocks
);
CREATE INDEX block_rows_by_article ON block_rows(article);

CREATE TABLE hidden_text (
  article INTEGER PRIMARY KEY REFERENCES article_rows(number),
  bytes INTEGER NOT NULL -- of text that its page hides from readers; only where there are some
);

CREATE TABLE sources (
  article INTEGER PRIMARY KEY REFERENCES article_rows(number),
  runs BLOB NOT NULL -- where each stretch of its text stands in the decoded page; only of pages
);

CREATE TABLE media_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER, -- of the caption, where it stands in the text
  "end" INTEGER,
  kind TEXT NOT NULL,
  url TEXT,
  caption TEXT,
  credit TEXT,
  stated_date TEXT,
  stated_place TEXT
);
CREATE INDEX media_rows_by_article ON media_rows(article);
-- Every date that something says an article has.
CREATE TABLE date_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  kind TEXT NOT NULL,
  origin TEXT NOT NULL,
  key TEXT NOT NULL,
  raw TEXT NOT NULL,
  iso TEXT NOT NULL,
  "precision" TEXT NOT NULL,
  low INTEGER NOT NULL, high INTEGER NOT NULL, -- bounds in seconds since 1970, UTC
  chosen INTEGER NOT NULL
);
CREATE INDEX date_rows_by_article ON date_rows(article);

-- Times that a text names.
CREATE TABLE time_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  "from" TEXT NOT NULL,
  "to" TEXT NOT NULL,
  resolved_by TEXT NOT NULL,
  flag TEXT
);
CREATE INDEX time_rows_by_article ON time_rows(article);

-- What correction notices say was changed.
CREATE TABLE correction_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  kind TEXT NOT NULL,
  old_start INTEGER, old_end INTEGER,
  new_start INTEGER, new_end INTEGER
);
CREATE INDEX correction_rows_by_article ON correction_rows(article);

-- Whose words an article prints and what it rests on: depends on its text alone, read once.
CREATE TABLE attribution_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  kind TEXT NOT NULL,
  type TEXT NOT NULL,
  stance TEXT NOT NULL,
  level TEXT NOT NULL,
  speaker TEXT, -- as printed at speaker_start
  speaker_start INTEGER,
  speaker_end INTEGER,
  speaker_role TEXT,
  speaker_role_start INTEGER,
  speaker_role_end INTEGER,
  parent TEXT
);
CREATE INDEX attribution_rows_by_article ON attribution_rows(article);

CREATE TABLE attribution_spans (
  attribution INTEGER NOT NULL REFERENCES attribution_rows(number),
  seq INTEGER NOT NULL,
  part TEXT NOT NULL, -- source, cue or content
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (attribution, seq)
) WITHOUT ROWID;

CREATE TABLE sourcing_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  relation TEXT NOT NULL,
  target TEXT NOT NULL, -- as printed
  target_start INTEGER NOT NULL,
  target_end INTEGER NOT NULL,
  target_outlet TEXT, -- written anew by each add
  attribution TEXT,
  phrase TEXT NOT NULL -- its words as they are counted
);
CREATE INDEX sourcing_rows_by_article ON sourcing_rows(article);

-- How an article names and hedges: depends on its text alone, read once. Names are in the text; the views slice them.
CREATE TABLE label_rows (
  number INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  entity_start INTEGER NOT NULL, -- where the article prints the name most fully
  entity_end INTEGER NOT NULL,
  mention_start INTEGER, -- the mention that the label is attached to
  mention_end INTEGER,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  device TEXT NOT NULL,
  voice TEXT NOT NULL,
  sort TEXT NOT NULL,
  attribution INTEGER, -- place among the article's attributions
  label TEXT NOT NULL, -- its words on one line
  name TEXT COLLATE NOCASE -- of whoever bears it; null where it has none
);
CREATE INDEX label_rows_by_article ON label_rows(article);
CREATE INDEX label_rows_by_name ON label_rows(name) WHERE name IS NOT NULL;

CREATE TABLE hedge_rows (
  number INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  scope_start INTEGER NOT NULL,
  scope_end INTEGER NOT NULL,
  class TEXT NOT NULL,
  "match" INTEGER, -- shared text in which it stands on this side only; written anew by each add
  change TEXT
);
CREATE INDEX hedge_rows_by_article ON hedge_rows(article);
CREATE INDEX hedge_rows_by_match ON hedge_rows("match") WHERE "match" IS NOT NULL;

CREATE TABLE skipped (
  id TEXT NOT NULL PRIMARY KEY,
  input TEXT NOT NULL,
  locator TEXT,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  folder TEXT NOT NULL -- last name of the folder given as argument, so that reading an input again replaces its own rows only
);
CREATE INDEX skipped_by_input ON skipped(input);

CREATE TABLE inputs (
  input TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (input, sha256) -- files of one name may come from several folders
);

-- What outlets.csv said; lists are JSON text.
CREATE TABLE outlets (
  name TEXT NOT NULL PRIMARY KEY,
  aliases TEXT NOT NULL,
  domains TEXT NOT NULL,
  country TEXT,
  language TEXT,
  agency INTEGER NOT NULL,
  agreements TEXT NOT NULL,
  source TEXT
);
CREATE INDEX outlets_by_country ON outlets(country);

CREATE TABLE segments (
  name TEXT NOT NULL PRIMARY KEY,
  first_article INTEGER NOT NULL,
  articles INTEGER NOT NULL
);

CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);

-- What the alignment of two articles gave, so that it is done once; an empty list is a result too.
CREATE TABLE aligned_pairs (
  "left" INTEGER NOT NULL,
  "right" INTEGER NOT NULL,
  matches BLOB NOT NULL,
  PRIMARY KEY ("left", "right")
) WITHOUT ROWID;

-- From here on everything is derived from the articles and written anew by each add. `number` is the place in the exported order.

CREATE TABLE match_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  "left" INTEGER NOT NULL REFERENCES article_rows(number),
  left_start INTEGER NOT NULL,
  left_end INTEGER NOT NULL,
  "right" INTEGER NOT NULL REFERENCES article_rows(number),
  right_start INTEGER NOT NULL,
  right_end INTEGER NOT NULL,
  kind TEXT NOT NULL,
  layer TEXT NOT NULL,
  words INTEGER NOT NULL,
  left_words INTEGER NOT NULL,
  right_words INTEGER NOT NULL,
  credit TEXT NOT NULL,
  left_credit TEXT NOT NULL,
  right_credit TEXT NOT NULL,
  credit_target TEXT, -- from here on: the words that give `credit`, where any do
  credit_to TEXT,
  credit_form TEXT,
  credit_article INTEGER REFERENCES article_rows(number),
  credit_start INTEGER,
  credit_end INTEGER
);

CREATE TABLE match_layers (
  "match" INTEGER NOT NULL REFERENCES match_rows(number),
  seq INTEGER NOT NULL,
  "start" INTEGER NOT NULL, -- in the left article
  "end" INTEGER NOT NULL,
  layer TEXT NOT NULL,
  PRIMARY KEY ("match", seq)
) WITHOUT ROWID;

CREATE TABLE match_edits (
  "match" INTEGER NOT NULL REFERENCES match_rows(number),
  seq INTEGER NOT NULL,
  op TEXT NOT NULL,
  class TEXT NOT NULL,
  left_start INTEGER NOT NULL,
  left_end INTEGER NOT NULL,
  right_start INTEGER NOT NULL,
  right_end INTEGER NOT NULL,
  PRIMARY KEY ("match", seq)
) WITHOUT ROWID;

CREATE TABLE pair_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  "left" INTEGER NOT NULL REFERENCES article_rows(number),
  "right" INTEGER NOT NULL REFERENCES article_rows(number),
  shared_words INTEGER NOT NULL,
  narration_words INTEGER NOT NULL,
  quotation_words INTEGER NOT NULL, -- with `narration_words` 0 where only lines that are set aside are shared
  left_share REAL NOT NULL,
  right_share REAL NOT NULL,
  earlier INTEGER REFERENCES article_rows(number),
  direction TEXT NOT NULL,
  probability REAL,
  credit TEXT NOT NULL,
  left_credit TEXT NOT NULL,
  right_credit TEXT NOT NULL,
  left_credit_to TEXT,
  right_credit_to TEXT,
  credit_target TEXT,
  credit_to TEXT
);

CREATE TABLE pair_reasons (
  pair INTEGER NOT NULL REFERENCES pair_rows(number),
  seq INTEGER NOT NULL,
  "for" TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  article INTEGER REFERENCES article_rows(number), -- where it can be seen
  "start" INTEGER,
  "end" INTEGER,
  PRIMARY KEY (pair, seq)
) WITHOUT ROWID;

CREATE TABLE pair_credit_spans (
  pair INTEGER NOT NULL REFERENCES pair_rows(number),
  seq INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  target TEXT NOT NULL,
  "to" TEXT NOT NULL,
  form TEXT NOT NULL,
  PRIMARY KEY (pair, seq)
) WITHOUT ROWID;

CREATE TABLE pair_beside (
  pair INTEGER NOT NULL REFERENCES pair_rows(number),
  seq INTEGER NOT NULL,
  op TEXT NOT NULL,
  class TEXT NOT NULL,
  left_start INTEGER NOT NULL,
  left_end INTEGER NOT NULL,
  right_start INTEGER NOT NULL,
  right_end INTEGER NOT NULL,
  PRIMARY KEY (pair, seq)
) WITHOUT ROWID;

CREATE TABLE family_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  size INTEGER NOT NULL, -- different articles
  outlets INTEGER NOT NULL, -- known outlets among them
  layer TEXT NOT NULL,
  exemplar INTEGER NOT NULL REFERENCES article_rows(number),
  exemplar_start INTEGER NOT NULL,
  exemplar_end INTEGER NOT NULL,
  cohesion REAL NOT NULL,
  chained INTEGER NOT NULL,
  capped INTEGER NOT NULL,
  earliest INTEGER REFERENCES article_rows(number),
  texts_low INTEGER NOT NULL,
  texts_high INTEGER NOT NULL
);

CREATE TABLE family_members (
  family INTEGER NOT NULL REFERENCES family_rows(number),
  seq INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (family, seq)
) WITHOUT ROWID;

CREATE TABLE family_stemma (
  family INTEGER NOT NULL REFERENCES family_rows(number),
  seq INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "from" INTEGER REFERENCES article_rows(number),
  words INTEGER NOT NULL,
  PRIMARY KEY (family, seq)
) WITHOUT ROWID;

-- Steps in which separately written texts were counted: two articles that were joined into one text.
CREATE TABLE family_joins (
  family INTEGER NOT NULL REFERENCES family_rows(number),
  seq INTEGER NOT NULL,
  "left" INTEGER NOT NULL REFERENCES article_rows(number),
  "right" INTEGER NOT NULL REFERENCES article_rows(number),
  words INTEGER NOT NULL,
  share REAL NOT NULL,
  low INTEGER NOT NULL,
  high INTEGER NOT NULL,
  PRIMARY KEY (family, seq)
) WITHOUT ROWID;

CREATE TABLE story_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  "first" TEXT, -- dates of publication, ISO 8601
  "last" TEXT,
  headline TEXT,
  texts_low INTEGER NOT NULL,
  texts_high INTEGER NOT NULL,
  chain_named INTEGER NOT NULL, -- where the sourcing of its articles ends, each end once
  chain_documents INTEGER NOT NULL,
  chain_unnamed INTEGER NOT NULL,
  chain_nothing INTEGER NOT NULL,
  thread INTEGER NOT NULL, -- counted in the order of the first story
  thread_id TEXT NOT NULL
);

CREATE TABLE story_articles (
  story INTEGER NOT NULL REFERENCES story_rows(number),
  seq INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  PRIMARY KEY (story, seq)
) WITHOUT ROWID;

CREATE TABLE figure_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  low REAL,
  high REAL,
  modifier TEXT NOT NULL,
  unit TEXT,
  counted TEXT,
  counted_start INTEGER,
  counted_end INTEGER,
  state TEXT NOT NULL,
  as_of TEXT,
  event INTEGER REFERENCES story_rows(number),
  attribution INTEGER REFERENCES attribution_rows(number)
);

CREATE TABLE conflict_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  "left" INTEGER NOT NULL REFERENCES figure_rows(number),
  "right" INTEGER NOT NULL REFERENCES figure_rows(number),
  class TEXT NOT NULL,
  confidence REAL NOT NULL
);
CREATE TABLE quote_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  earliest INTEGER REFERENCES article_rows(number),
  fullest INTEGER NOT NULL REFERENCES attribution_rows(number)
);

CREATE TABLE quote_members (
  quote INTEGER NOT NULL REFERENCES quote_rows(number),
  seq INTEGER NOT NULL,
  attribution INTEGER NOT NULL REFERENCES attribution_rows(number),
  variant TEXT NOT NULL, -- names parted by spaces
  PRIMARY KEY (quote, seq)
) WITHOUT ROWID;

CREATE TABLE account_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  event INTEGER REFERENCES story_rows(number),
  likeness REAL NOT NULL,
  differing INTEGER NOT NULL -- slots in which two sentences say different things
);

CREATE TABLE account_members (
  account INTEGER NOT NULL REFERENCES account_rows(number),
  seq INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (account, seq)
) WITHOUT ROWID;

CREATE TABLE account_cells (
  account INTEGER NOT NULL REFERENCES account_rows(number),
  seq INTEGER NOT NULL,
  slot TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account, seq)
) WITHOUT ROWID;

CREATE TABLE account_differs (
  account INTEGER NOT NULL REFERENCES account_rows(number),
  seq INTEGER NOT NULL,
  slot TEXT NOT NULL,
  PRIMARY KEY (account, seq)
) WITHOUT ROWID;

-- Sums over many articles, for pages: outlets that share text, words that name an outlet as source, labels of one name.
CREATE TABLE link_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  "left" TEXT NOT NULL, -- outlets, by name
  "right" TEXT NOT NULL,
  pairs INTEGER NOT NULL,
  words INTEGER NOT NULL,
  narration_words INTEGER NOT NULL,
  families INTEGER NOT NULL,
  left_pairs INTEGER NOT NULL, left_words INTEGER NOT NULL, -- where the left outlet is the earlier one
  left_credited INTEGER NOT NULL, left_otherwise INTEGER NOT NULL, left_none_found INTEGER NOT NULL,
  right_pairs INTEGER NOT NULL, right_words INTEGER NOT NULL,
  right_credited INTEGER NOT NULL, right_otherwise INTEGER NOT NULL, right_none_found INTEGER NOT NULL
);

CREATE TABLE link_pairs (
  link INTEGER NOT NULL REFERENCES link_rows(number),
  seq INTEGER NOT NULL,
  pair INTEGER NOT NULL REFERENCES pair_rows(number),
  PRIMARY KEY (link, seq)
) WITHOUT ROWID;

CREATE TABLE phrase_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  target TEXT NOT NULL, -- outlet
  relation TEXT NOT NULL,
  words TEXT NOT NULL,
  places INTEGER NOT NULL,
  articles INTEGER NOT NULL,
  outlets INTEGER NOT NULL,
  own INTEGER NOT NULL -- places in articles of the target
);

CREATE TABLE phrase_places (
  phrase INTEGER NOT NULL REFERENCES phrase_rows(number),
  seq INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (phrase, seq)
) WITHOUT ROWID;

CREATE TABLE named_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  labels INTEGER NOT NULL,
  articles INTEGER NOT NULL,
  outlets INTEGER NOT NULL,
  different INTEGER NOT NULL -- labels, each voice by itself
);

CREATE TABLE named_forms (
  named INTEGER NOT NULL REFERENCES named_rows(number),
  seq INTEGER NOT NULL,
  words TEXT NOT NULL,
  voice TEXT NOT NULL,
  articles INTEGER NOT NULL,
  outlets INTEGER NOT NULL,
  PRIMARY KEY (named, seq)
) WITHOUT ROWID;

CREATE TABLE finding_rows (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  sentence TEXT NOT NULL,
  confidence TEXT NOT NULL,
  score REAL NOT NULL
);

CREATE TABLE finding_evidence (
  finding INTEGER NOT NULL REFERENCES finding_rows(number),
  seq INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (finding, seq)
) WITHOUT ROWID;

-- Stretches of titles: bytes into the title of the article, not its text.
CREATE TABLE finding_titles (
  finding INTEGER NOT NULL REFERENCES finding_rows(number),
  seq INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article_rows(number),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (finding, seq)
) WITHOUT ROWID;

CREATE TABLE finding_reasons (
  finding INTEGER NOT NULL REFERENCES finding_rows(number),
  seq INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (finding, seq)
) WITHOUT ROWID;

CREATE TABLE reviews (
  id TEXT NOT NULL PRIMARY KEY,
  finding TEXT NOT NULL, -- id of the finding; no reference, since findings are written anew
  decision TEXT NOT NULL,
  note TEXT,
  coder TEXT NOT NULL,
  at TEXT NOT NULL,
  tool_version TEXT NOT NULL
);
CREATE INDEX reviews_by_finding ON reviews(finding);
CREATE INDEX reviews_by_decision ON reviews(decision);

-- Findings put aside for a memo, in the order of putting.
CREATE TABLE case_rows (
  number INTEGER PRIMARY KEY,
  finding TEXT NOT NULL UNIQUE, -- id; no reference, since findings are written anew
  note TEXT NOT NULL
);

-- The public record. Lists are JSON text; code point offsets are only in exports.

CREATE VIEW articles AS
SELECT r.number, r.id, r.input, r.locator, r.sha256, r.text_sha256, r.role, r.url, r.archive_url, r.captured, r.outlet, r.title, r.author,
  r.published, r.published_from, r.modified, r.lang, r.lang_confidence, r.words, r.hidden_characters, r.lookalike_words, r.version_of,
  r.extra, r.complete, r.stamped, r.published_low, r.published_high, r.published_precision, r.stamped_low, r.stamped_high,
  r.stamped_precision, t.text
FROM article_rows r LEFT JOIN article_texts t ON t.article = r.number;

CREATE VIEW blocks AS
SELECT b.id, a.id AS article, b."start", b."end", b.kind, b.pages
FROM block_rows b LEFT JOIN article_rows a ON a.number = b.article;

CREATE VIEW media AS
SELECT m.id, a.id AS article, m."start", m."end", m.kind, m.url, m.caption, m.credit, m.stated_date, m.stated_place
FROM media_rows m LEFT JOIN article_rows a ON a.number = m.article;

CREATE VIEW dates AS
SELECT d.id, a.id AS article, d.kind, d.origin, d.key, d.raw, d.iso, d."precision", d.chosen
FROM date_rows d LEFT JOIN article_rows a ON a.number = d.article;

CREATE VIEW times AS
SELECT t.id, a.id AS article, t."start", t."end", t."from", t."to", t.resolved_by, t.flag
FROM time_rows t LEFT JOIN article_rows a ON a.number = t.article;

CREATE VIEW corrections AS
SELECT c.id, a.id AS article, c."start", c."end", c.kind,
  json(CASE WHEN c.old_start IS NOT NULL THEN json_object('start', c.old_start, 'end', c.old_end) END) AS old,
  json(CASE WHEN c.new_start IS NOT NULL THEN json_object('start', c.new_start, 'end', c.new_end) END) AS new
FROM correction_rows c LEFT JOIN article_rows a ON a.number = c.article;

CREATE VIEW matches AS
SELECT m.id, l.id AS "left", m.left_start, m.left_end, r.id AS "right", m.right_start, m.right_end, m.kind, m.layer,
  (SELECT json_group_array(json_object('start', x."start", 'end', x."end", 'layer', x.layer))
     FROM (SELECT * FROM match_layers WHERE "match" = m.number ORDER BY seq) x) AS layers,
  m.words,
  round(2.0 * m.words / max(m.left_words + m.right_words, 1), 4) AS identity,
  round(1.0 * m.left_words / max(l.words, 1), 4) AS left_share,
  round(1.0 * m.right_words / max(r.words, 1), 4) AS right_share,
  (SELECT json_group_array(json_object('op', e.op, 'left', json_object('start', e.left_start, 'end', e.left_end),
       'right', json_object('start', e.right_start, 'end', e.right_end), 'class', e.class))
     FROM (SELECT * FROM match_edits WHERE "match" = m.number ORDER BY seq) e) AS edits,
  m.credit, m.left_words, m.right_words, m.left_credit, m.right_credit, m.credit_target, m.credit_to, m.credit_form,
  json(CASE WHEN m.credit_article IS NOT NULL THEN json_object('article', c.id, 'start', m.credit_start, 'end', m.credit_end) END) AS credit_span
FROM match_rows m LEFT JOIN article_rows l ON l.number = m."left" LEFT JOIN article_rows r ON r.number = m."right"
  LEFT JOIN article_rows c ON c.number = m.credit_article;

CREATE VIEW pairs AS
SELECT p.id, l.id AS "left", r.id AS "right", p.shared_words, p.narration_words, p.left_share, p.right_share, e.id AS earlier,
  p.direction, p.probability,
  (SELECT json_group_array(json_object('for', x."for", 'kind', x.kind, 'text', x.text, 'span',
       json(CASE WHEN x.article IS NOT NULL THEN json_object('article', x.article, 'start', x."start", 'end', x."end") END)))
     FROM (SELECT s."for", s.kind, s.text, a.id AS article, s."start", s."end" FROM pair_reasons s LEFT JOIN article_rows a ON a.number = s.article
           WHERE s.pair = p.number ORDER BY s.seq) x) AS reasons,
  p.credit, p.left_credit, p.right_credit,
  (SELECT json_group_array(json_object('article', x.article, 'start', x."start", 'end', x."end", 'target', x.target, 'to', x."to", 'form', x.form))
     FROM (SELECT a.id AS article, s."start", s."end", s.target, s."to", s.form FROM pair_credit_spans s LEFT JOIN article_rows a ON a.number = s.article
           WHERE s.pair = p.number ORDER BY s.seq) x) AS credit_spans,
  p.credit_target, p.credit_to, p.left_credit_to, p.right_credit_to,
  (SELECT json_group_array(json_object('op', e.op, 'left', json_object('start', e.left_start, 'end', e.left_end),
       'right', json_object('start', e.right_start, 'end', e.right_end), 'class', e.class))
     FROM (SELECT * FROM pair_beside WHERE pair = p.number ORDER BY seq) e) AS beside
FROM pair_rows p LEFT JOIN article_rows l ON l.number = p."left" LEFT JOIN article_rows r ON r.number = p."right"
  LEFT JOIN article_rows e ON e.number = p.earlier;

CREATE VIEW families AS
SELECT f.id, f.size, f.layer, x.id AS exemplar, f.cohesion, f.chained, f.capped,
  (SELECT json_group_array(json_object('article', m.article, 'start', m."start", 'end', m."end"))
     FROM (SELECT a.id AS article, s."start", s."end" FROM family_members s LEFT JOIN article_rows a ON a.number = s.article
           WHERE s.family = f.number ORDER BY s.seq) m) AS members,
  e.id AS earliest,
  json_object('low', f.texts_low, 'high', f.texts_high) AS texts,
  f.exemplar_start, f.exemplar_end,
  (SELECT json_group_array(json_object('left', j.l, 'right', j.r, 'words', j.words, 'share', j.share, 'low', j.low, 'high', j.high))
     FROM (SELECT l.id AS l, r.id AS r, s.words, round(s.share, 4) AS share, s.low, s.high FROM family_joins s
           LEFT JOIN article_rows l ON l.number = s."left" LEFT JOIN article_rows r ON r.number = s."right"
           WHERE s.family = f.number ORDER BY s.seq) j) AS joins,
  (SELECT json_group_array(json_object('article', d.article, 'from', d.source, 'words', d.words))
     FROM (SELECT a.id AS article, b.id AS source, s.words FROM family_stemma s LEFT JOIN article_rows a ON a.number = s.article
           LEFT JOIN article_rows b ON b.number = s."from" WHERE s.family = f.number ORDER BY s.seq) d) AS stemma
FROM family_rows f LEFT JOIN article_rows x ON x.number = f.exemplar LEFT JOIN article_rows e ON e.number = f.earliest;

CREATE VIEW stories AS
SELECT s.id,
  (SELECT json_group_array(m.article)
     FROM (SELECT a.id AS article FROM story_articles x LEFT JOIN article_rows a ON a.number = x.article
           WHERE x.story = s.number ORDER BY x.seq) m) AS articles,
  s."first", s."last", s.headline,
  json_object('low', s.texts_low, 'high', s.texts_high) AS texts,
  s.thread_id AS thread,
  json_object('named', s.chain_named, 'documents', s.chain_documents, 'unnamed', s.chain_unnamed, 'nothing', s.chain_nothing) AS chain_ends
FROM story_rows s;

CREATE VIEW figures AS
SELECT f.id, a.id AS article, f."start", f."end", f.low, f.high, f.modifier, f.unit, f.counted,
  CASE WHEN f.counted_start IS NOT NULL THEN json_object('start', f.counted_start, 'end', f.counted_end) END AS counted_span,
  f.state, f.as_of, s.id AS event, t.id AS attribution
FROM figure_rows f LEFT JOIN article_rows a ON a.number = f.article LEFT JOIN story_rows s ON s.number = f.event
  LEFT JOIN attribution_rows t ON t.number = f.attribution;

CREATE VIEW conflicts AS
SELECT c.id, l.id AS "left", r.id AS "right", c.class, c.confidence
FROM conflict_rows c LEFT JOIN figure_rows l ON l.number = c."left" LEFT JOIN figure_rows r ON r.number = c."right";
CREATE VIEW attributions AS
SELECT t.id, a.id AS article, t.kind, t.type, t.stance,
  (SELECT json_group_array(json_object('start', s."start", 'end', s."end"))
     FROM (SELECT * FROM attribution_spans WHERE attribution = t.number AND part = 'source' ORDER BY seq) s) AS source,
  (SELECT json_group_array(json_object('start', s."start", 'end', s."end"))
     FROM (SELECT * FROM attribution_spans WHERE attribution = t.number AND part = 'cue' ORDER BY seq) s) AS cue,
  (SELECT json_group_array(json_object('start', s."start", 'end', s."end"))
     FROM (SELECT * FROM attribution_spans WHERE attribution = t.number AND part = 'content' ORDER BY seq) s) AS content,
  t.speaker,
  json(CASE WHEN t.speaker_start IS NOT NULL THEN json_object('start', t.speaker_start, 'end', t.speaker_end) END) AS speaker_span,
  t.speaker_role, t.level, t.parent
FROM attribution_rows t LEFT JOIN article_rows a ON a.number = t.article;

CREATE VIEW sourcing AS
SELECT s.id, a.id AS article, s."start", s."end", s.relation, s.target, s.target_outlet, s.attribution, s.target_start, s.target_end
FROM sourcing_rows s LEFT JOIN article_rows a ON a.number = s.article;

CREATE VIEW labels AS
SELECT 'l:' || a.id || ':' || l."start" || '-' || l."end" || ':' || l.device AS id, a.id AS article,
  CAST(substr(CAST(a.text AS BLOB), l.entity_start + 1, l.entity_end - l.entity_start) AS TEXT) AS entity,
  json(CASE WHEN l.mention_start IS NOT NULL THEN json_object('start', l.mention_start, 'end', l.mention_end) END) AS entity_span,
  CAST(substr(CAST(a.text AS BLOB), l."start" + 1, l."end" - l."start") AS TEXT) AS label,
  l."start", l."end", l.device, l.voice,
  (SELECT t.id FROM attribution_rows t
   WHERE t.number = l.attribution + (SELECT min(f.number) FROM attribution_rows f WHERE f.article = l.article)) AS attribution,
  l.sort
FROM label_rows l LEFT JOIN articles a ON a.number = l.article;

CREATE VIEW hedges AS
SELECT 'h:' || a.id || ':' || h."start" || '-' || h."end" AS id, a.id AS article, h."start", h."end", h.class, m.id AS "match", h.change,
  json_object('start', h.scope_start, 'end', h.scope_end) AS scope
FROM hedge_rows h LEFT JOIN article_rows a ON a.number = h.article LEFT JOIN match_rows m ON m.number = h."match";

CREATE VIEW quotes AS
SELECT q.id,
  (SELECT json_group_array(json_object('attribution', m.id, 'variant', json('["' || replace(m.variant, ' ', '","') || '"]')))
     FROM (SELECT t.id, x.variant FROM quote_members x LEFT JOIN attribution_rows t ON t.number = x.attribution
           WHERE x.quote = q.number ORDER BY x.seq) m) AS members,
  e.id AS earliest, f.id AS fullest
FROM quote_rows q LEFT JOIN article_rows e ON e.number = q.earliest LEFT JOIN attribution_rows f ON f.number = q.fullest;

CREATE VIEW accounts AS
SELECT t.id, s.id AS event,
  (SELECT json_group_array(json_object('article', m.article, 'start', m."start", 'end', m."end"))
     FROM (SELECT a.id AS article, x."start", x."end" FROM account_members x LEFT JOIN article_rows a ON a.number = x.article
           WHERE x.account = t.number ORDER BY x.seq) m) AS members,
  (SELECT json_group_array(json_object('slot', c.slot, 'article', c.article, 'span', json_object('start', c."start", 'end', c."end"), 'value', c.value))
     FROM (SELECT x.slot, a.id AS article, x."start", x."end", x.value FROM account_cells x LEFT JOIN article_rows a ON a.number = x.article
           WHERE x.account = t.number ORDER BY x.seq) c) AS cells,
  (SELECT json_group_array(d.slot) FROM (SELECT slot FROM account_differs WHERE account = t.number ORDER BY seq) d) AS differs,
  t.likeness
FROM account_rows t LEFT JOIN story_rows s ON s.number = t.event;

CREATE VIEW findings AS
SELECT f.id, f.kind, f.sentence,
  (SELECT json_group_array(json_object('article', v.article, 'start', v."start", 'end', v."end", 'role', v.role, 'field', v.field))
     FROM (SELECT a.id AS article, s."start", s."end", s.role, NULL AS field, 0 AS part, s.seq FROM finding_evidence s
             LEFT JOIN article_rows a ON a.number = s.article WHERE s.finding = f.number
           UNION ALL SELECT a.id, s."start", s."end", 'side', 'title', 1, s.seq FROM finding_titles s
             LEFT JOIN article_rows a ON a.number = s.article WHERE s.finding = f.number ORDER BY part, seq) v) AS evidence,
  f.confidence, f.score,
  (SELECT json_group_array(r.text) FROM (SELECT text FROM finding_reasons WHERE finding = f.number ORDER BY seq) r) AS reasons
FROM finding_rows f;
