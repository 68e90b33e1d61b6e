-- The corpus file, schema version 1.  Spans are code points of versions.text, end exclusive; pieces are JSON: [[start, end], ...].

-- An article is what stands at one address; where it has none, what has one id.
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    version INTEGER REFERENCES versions (number)  -- the newest
);

-- Each text that an article has had, with what its page said of it.
CREATE TABLE versions (
    number INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (number),
    id TEXT NOT NULL,
    digest TEXT NOT NULL,
    text TEXT NOT NULL,
    outlet TEXT,
    url TEXT,
    title TEXT,
    bylines TEXT NOT NULL,  -- JSON
    published TEXT,
    updated TEXT,
    retrieved TEXT,
    language TEXT,
    provenance_origin TEXT,
    provenance_offset INTEGER,
    provenance_digest TEXT,  -- raw.digest, where the bytes are kept
    provenance_reader TEXT,
    findings INTEGER REFERENCES findings (number),  -- the newest
    UNIQUE (article, digest)
);
CREATE INDEX versions_by_id ON versions (id);
CREATE INDEX versions_by_digest ON versions (digest);
CREATE INDEX versions_by_outlet ON versions (outlet, published);
CREATE INDEX versions_by_published ON versions (published);

CREATE TABLE blocks (
    version INTEGER NOT NULL REFERENCES versions (number),
    position INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    role TEXT NOT NULL,
    origin TEXT,
    PRIMARY KEY (version, position)
) WITHOUT ROWID;

CREATE TABLE turns (
    version INTEGER NOT NULL REFERENCES versions (number),
    position INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    speaker TEXT,
    label_start INTEGER,
    label_end INTEGER,
    PRIMARY KEY (version, position)
) WITHOUT ROWID;

-- What was found in a version by one make: several, where several models have read it.
CREATE TABLE findings (
    number INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions (number),
    make TEXT NOT NULL,       -- hashes the runs, without their times
    fingerprint TEXT NOT NULL,  -- hashes what was found
    at TEXT NOT NULL,         -- in UTC; the newest are versions.findings
    not_heard TEXT NOT NULL,  -- JSON
    UNIQUE (version, fingerprint)
);

CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    stage TEXT NOT NULL,
    made_by TEXT NOT NULL,
    options TEXT NOT NULL,  -- JSON
    UNIQUE (id, stage, made_by, options)
);

-- Which runs stand behind which findings, and when they were.
CREATE TABLE made (
    findings INTEGER NOT NULL REFERENCES findings (number),
    position INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (number),
    at TEXT NOT NULL,
    PRIMARY KEY (findings, position)
) WITHOUT ROWID;
CREATE INDEX made_by_run ON made (run, at);

-- Of reading and of adding: findings is null; of attributing: it is not.
CREATE TABLE notes (
    number INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions (number),
    findings INTEGER REFERENCES findings (number),
    stage TEXT NOT NULL,  -- read, attribute, or corpus: noted when it was added
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    span_start INTEGER,
    span_end INTEGER
);
CREATE INDEX notes_by_version ON notes (version, stage);
CREATE INDEX notes_by_findings ON notes (findings);
CREATE INDEX notes_by_code ON notes (code);

CREATE TABLE quotations (
    number INTEGER PRIMARY KEY,
    findings INTEGER NOT NULL REFERENCES findings (number),
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    pieces TEXT NOT NULL,
    span_start INTEGER,  -- of the first piece
    span_end INTEGER,    -- of the last
    text TEXT NOT NULL,
    role TEXT NOT NULL,
    attribution TEXT,    -- attributions.id
    marks TEXT NOT NULL,
    UNIQUE (findings, position)
);
CREATE INDEX quotations_by_id ON quotations (id);

CREATE TABLE attributions (
    number INTEGER PRIMARY KEY,
    findings INTEGER NOT NULL REFERENCES findings (number),
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    cue TEXT NOT NULL,
    content TEXT NOT NULL,
    content_start INTEGER,
    content_end INTEGER,
    type TEXT NOT NULL,
    act TEXT,
    via TEXT NOT NULL,
    occasion TEXT NOT NULL,
    parent TEXT,         -- attributions.id
    confidence REAL NOT NULL,
    speaker TEXT,        -- speakers.id
    speaker_name TEXT,
    speaker_title TEXT,
    speaker_title_start INTEGER,
    speaker_title_end INTEGER,
    speaker_kind TEXT,
    mention_start INTEGER,
    mention_end INTEGER,
    speaker_confidence REAL,
    behind TEXT,         -- JSON
    UNIQUE (findings, position)
);
CREATE INDEX attributions_by_id ON attributions (id);
CREATE INDEX attributions_by_speaker ON attributions (speaker_name);

CREATE TABLE speakers (
    number INTEGER PRIMARY KEY,
    findings INTEGER NOT NULL REFERENCES findings (number),
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT,
    titles TEXT NOT NULL,  -- JSON
    kind TEXT NOT NULL,
    unnamed TEXT,          -- JSON
    UNIQUE (findings, position)
);
CREATE INDEX speakers_by_id ON speakers (id);
CREATE INDEX speakers_by_name ON speakers (name);

CREATE TABLE mentions (
    speaker INTEGER NOT NULL REFERENCES speakers (number),
    position INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    form TEXT NOT NULL,
    PRIMARY KEY (speaker, position)
) WITHOUT ROWID;

CREATE TABLE rejects (
    stage TEXT NOT NULL,
    input TEXT NOT NULL,
    reason TEXT NOT NULL,
    repair TEXT NOT NULL,
    PRIMARY KEY (input, stage, reason)
) WITHOUT ROWID;

-- Anchored by its words as well as its place, so that it survives another run and a changed page.
CREATE TABLE corrections (
    id TEXT PRIMARY KEY,
    stage TEXT NOT NULL,
    article TEXT NOT NULL,  -- articles.key
    exact TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    span_start INTEGER,
    span_end INTEGER,
    field TEXT NOT NULL,
    value TEXT NOT NULL,  -- JSON
    by TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX corrections_by_article ON corrections (article);

CREATE TABLE outlets (
    name TEXT PRIMARY KEY,  -- as in versions.outlet
    country TEXT,
    owner_class TEXT
);

CREATE TABLE raw (
    digest TEXT PRIMARY KEY,  -- versions.provenance_digest
    bytes BLOB NOT NULL
);

CREATE VIRTUAL TABLE search USING fts5 (
    text, content = 'versions', content_rowid = 'number', tokenize = 'trigram'
);
CREATE TRIGGER searched AFTER INSERT ON versions BEGIN
    INSERT INTO search (rowid, text) VALUES (new.number, new.text);
END;

-- For people.

CREATE VIEW current_articles AS
SELECT v.id, v.outlet, o.country, o.owner_class, v.published, v.updated, v.title, v.url, v.language, v.text,
    (SELECT count(*) FROM versions AS every WHERE every.article = a.number) AS versions,
    a.number AS article, v.number AS version
FROM articles AS a
JOIN versions AS v ON v.number = a.version
LEFT JOIN outlets AS o ON o.name = v.outlet;

CREATE VIEW statements AS
SELECT v.outlet, v.published, s.speaker_name AS speaker, s.speaker_title AS title, s.type,
    (SELECT group_concat(substr(v.text, json_extract(piece.value, '$[0]') + 1,
            json_extract(piece.value, '$[1]') - json_extract(piece.value, '$[0]')), ' … ')
        FROM json_each(s.content) AS piece) AS text,
    s.act, s.speaker_kind AS kind, s.confidence, o.country, o.owner_class, v.id AS article, v.url,
    s.position + 1 AS statement, s.id
FROM articles AS a
JOIN versions AS v ON v.number = a.version
JOIN attributions AS s ON s.findings = v.findings
LEFT JOIN outlets AS o ON o.name = v.outlet;
