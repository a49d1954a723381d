-- What collection remembers between runs, beside the archive (SQLite). Each statement is
-- named by the line above it; flows/collect/state.py reads them by that name.

-- name: settings
PRAGMA journal_mode = WAL;

-- name: create_page
-- One row for each page an outlet's doors ever named. Times are ISO 8601 in UTC.
-- state: "found" (never fetched), "archived" (its payload is in the archive), "copied"
-- (a public archive's copy of it is), "held" (its text came with a listing), "failed" (problem
-- says why). failures counts those in a row. modified is when, by its listing, the page was
-- touched at the latest.
CREATE TABLE IF NOT EXISTS page (
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    address TEXT NOT NULL,
    title TEXT NOT NULL,
    published TEXT,
    published_source TEXT NOT NULL,
    published_sure INTEGER NOT NULL,
    listing TEXT NOT NULL,
    modified TEXT,
    strategy TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    checked_at TEXT,
    changed_at TEXT,
    state TEXT NOT NULL DEFAULT 'found',
    failures INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '',
    content_sha256 TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (outlet, url)
) WITHOUT ROWID;

-- name: create_page_by_address
CREATE INDEX IF NOT EXISTS page_by_address ON page (address);

-- name: create_answer
-- What makes the next request for an address conditional.
CREATE TABLE IF NOT EXISTS answer (
    address TEXT PRIMARY KEY,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    payload_sha256 TEXT NOT NULL,
    captured_at TEXT,
    record_id TEXT NOT NULL
) WITHOUT ROWID;

-- name: create_settled
-- Archive files whose records are all accounted for in the tables above.
CREATE TABLE IF NOT EXISTS settled (file TEXT PRIMARY KEY) WITHOUT ROWID;

-- name: create_gone
-- Pages for which their own server answers 404 or 410, and when it first did.
CREATE TABLE IF NOT EXISTS gone (
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (outlet, url)
) WITHOUT ROWID;

-- name: add_page
INSERT INTO page (
    outlet, url, address, title, published, published_source, published_sure, listing,
    modified, strategy, first_seen
) VALUES (
    :outlet, :url, :address, :title, :published, :published_source, :published_sure, :listing,
    :modified, :strategy, :now
)
ON CONFLICT (outlet, url) DO UPDATE SET
    title = CASE WHEN page.title = '' THEN excluded.title ELSE page.title END,
    published = coalesce(page.published, excluded.published),
    published_source = CASE
        WHEN page.published IS NULL THEN excluded.published_source ELSE page.published_source
    END,
    published_sure = CASE
        WHEN page.published IS NULL THEN excluded.published_sure ELSE page.published_sure
    END,
    listing = CASE WHEN excluded.modified IS NULL THEN page.listing ELSE excluded.listing END,
    modified = coalesce(excluded.modified, page.modified);

-- name: pages_of
SELECT url, address, title, published, published_source, published_sure, strategy, state,
       first_seen, checked_at, failures, problem, content_sha256
FROM page
WHERE outlet = :outlet
ORDER BY url;

-- name: page
SELECT state, published, first_seen, checked_at, failures, problem, content_sha256, listing,
       modified
FROM page
WHERE outlet = :outlet AND url = :url;

-- name: checked
UPDATE page SET
    state = :state,
    checked_at = :now,
    failures = 0,
    problem = :problem,
    changed_at = CASE WHEN :content_sha256 = content_sha256 THEN changed_at ELSE :now END,
    content_sha256 = :content_sha256
WHERE outlet = :outlet AND url = :url;

-- name: failed
-- A page that was archived before keeps that state: its text is still there.
UPDATE page SET
    state = CASE WHEN state = 'found' THEN 'failed' ELSE state END,
    checked_at = :now,
    failures = failures + 1,
    problem = :problem
WHERE outlet = :outlet AND url = :url;

-- name: keep_answer
INSERT INTO answer (address, etag, last_modified, payload_sha256, captured_at, record_id)
VALUES (:address, :etag, :last_modified, :payload_sha256, :captured_at, :record_id)
ON CONFLICT (address) DO UPDATE SET
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    payload_sha256 = excluded.payload_sha256,
    captured_at = excluded.captured_at,
    record_id = excluded.record_id;

-- name: answer
SELECT etag, last_modified, payload_sha256, captured_at, record_id
FROM answer
WHERE address = :address;

-- name: add_gone
INSERT INTO gone (outlet, url, since) VALUES (:outlet, :url, :since)
ON CONFLICT (outlet, url) DO NOTHING;

-- name: gone_since
SELECT since FROM gone WHERE outlet = :outlet AND url = :url;

-- name: not_gone
DELETE FROM gone WHERE outlet = :outlet AND url = :url;

-- name: unaccounted
SELECT outlet, url, address FROM page WHERE state IN ('found', 'failed');

-- name: settled_files
SELECT file FROM settled;

-- name: settle
INSERT INTO settled (file) VALUES (:file) ON CONFLICT (file) DO NOTHING;

-- name: last_successes
-- A page that fails now was there when its text was last new.
SELECT outlet, max(CASE
    WHEN failures = 0 AND state <> 'found' THEN checked_at
    WHEN state IN ('archived', 'copied', 'held') THEN changed_at
END)
FROM page
GROUP BY outlet
ORDER BY outlet;
