// Everything the main job stands on: folders, documents, sightings, deliveries and their attempts, decisions, reports.

const documentStateWords =
  "'stored','waiting','sending','unclear','accepted','accepted-with-notes','refused','held','not-needed','replaced','set-aside','ignored'"

export const firstSchema = `
CREATE TABLE folder (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  met_at INTEGER NOT NULL,
  starts_at INTEGER
) STRICT;

CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT UNIQUE,
  prefix_sha256 TEXT,
  size INTEGER NOT NULL,
  modified_at INTEGER,
  found_at INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  cut_off INTEGER NOT NULL DEFAULT 0,

  state TEXT NOT NULL CHECK (state IN (${documentStateWords})),
  problem TEXT,
  state_since INTEGER NOT NULL,
  put_aside_from TEXT,

  delivery_id INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  delay_ms INTEGER,
  wait_cause TEXT CHECK (wait_cause IN ('document', 'service')),
  failures INTEGER NOT NULL DEFAULT 0,
  unclear_sends INTEGER NOT NULL DEFAULT 0,
  accepted_at INTEGER,
  accepted_reference_id TEXT,
  newest_answer_id INTEGER,

  judging_starts INTEGER NOT NULL DEFAULT 0,
  reader_version INTEGER,
  encoding TEXT,
  root TEXT,
  version TEXT,
  store_location_id TEXT,
  vendor TEXT,
  vendor_model TEXT,
  order_date TEXT NOT NULL,
  business_dates TEXT NOT NULL DEFAULT '[]',
  sales INTEGER,
  sales_amount TEXT,
  related TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX document_queue ON document (state, due_at) WHERE state IN ('stored', 'waiting', 'sending', 'unclear');
CREATE INDEX document_order ON document (state, order_date, id);
CREATE INDEX document_state ON document (state, id);
CREATE INDEX document_accepted_at ON document (accepted_at) WHERE accepted_at IS NOT NULL;
-- The list of files: each filter answered, and each group counted, from an index alone (tell/file-page.ts).
CREATE INDEX document_name ON document (name COLLATE NOCASE);
CREATE INDEX document_reference ON document (accepted_reference_id) WHERE accepted_reference_id IS NOT NULL;
CREATE INDEX document_found ON document (found_at, state, id);
CREATE INDEX document_sales_day ON document (order_date, state, id) WHERE business_dates <> '[]';
CREATE INDEX document_many_days ON document (order_date, id) WHERE json_array_length(business_dates) > 1;
CREATE INDEX document_no_day ON document (stored_at, state, id) WHERE business_dates = '[]';

CREATE TABLE content (
  document_id INTEGER PRIMARY KEY REFERENCES document (id),
  deflated BLOB NOT NULL
) STRICT;

CREATE TABLE sighting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id INTEGER REFERENCES folder (id),
  path TEXT NOT NULL,
  size INTEGER,
  mtime_ns TEXT,
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  present INTEGER NOT NULL CHECK (present IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('found', 'vanished', 'ignored', 'stored')),
  problem TEXT,
  document_id INTEGER REFERENCES document (id),
  archived_to TEXT,
  CHECK ((state = 'stored') = (document_id IS NOT NULL))
) STRICT;
CREATE INDEX sighting_document ON sighting (document_id);
CREATE INDEX sighting_path ON sighting (folder_id, path);
CREATE INDEX sighting_without_document ON sighting (state) WHERE document_id IS NULL;
CREATE INDEX sighting_unread ON sighting (first_seen_at, state, id) WHERE document_id IS NULL;

CREATE TABLE event (
  document_id INTEGER NOT NULL REFERENCES document (id),
  number INTEGER NOT NULL,
  type TEXT NOT NULL,
  register_id TEXT,
  transaction_id TEXT,
  business_date TEXT,
  grand_amount TEXT,
  line INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  facts TEXT NOT NULL,
  PRIMARY KEY (document_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_business_date ON event (business_date);

CREATE TABLE finding (
  document_id INTEGER NOT NULL REFERENCES document (id),
  number INTEGER NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
  rule TEXT NOT NULL,
  line INTEGER,
  col INTEGER,
  message TEXT NOT NULL,
  PRIMARY KEY (document_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE transaction_key (
  key TEXT NOT NULL,
  document_id INTEGER NOT NULL REFERENCES document (id),
  PRIMARY KEY (key, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX transaction_key_document ON transaction_key (document_id);

CREATE TABLE delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document_id INTEGER NOT NULL REFERENCES document (id),
  created_at INTEGER NOT NULL,
  decision_id INTEGER REFERENCES decision (id)
) STRICT;
CREATE INDEX delivery_document ON delivery (document_id);

CREATE TABLE attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id INTEGER NOT NULL REFERENCES delivery (id),
  document_id INTEGER NOT NULL REFERENCES document (id),
  number INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  UNIQUE (document_id, number)
) STRICT;
CREATE INDEX attempt_delivery ON attempt (delivery_id);

CREATE TABLE attempt_end (
  attempt_id INTEGER PRIMARY KEY REFERENCES attempt (id),
  ended_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  http_status INTEGER,
  may_have_arrived INTEGER NOT NULL CHECK (may_have_arrived IN (0, 1)),
  sentence TEXT,
  reference_id TEXT,
  document_name TEXT,
  validation_status TEXT,
  status_message TEXT,
  raw BLOB
) STRICT;
CREATE INDEX attempt_end_reference ON attempt_end (reference_id) WHERE reference_id IS NOT NULL;

CREATE TABLE answer_detail (
  attempt_id INTEGER NOT NULL REFERENCES attempt (id),
  number INTEGER NOT NULL,
  line INTEGER,
  position INTEGER,
  severity TEXT,
  message TEXT,
  PRIMARY KEY (attempt_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  action TEXT NOT NULL,
  file_id INTEGER,
  reason TEXT,
  again INTEGER NOT NULL CHECK (again IN (0, 1)),
  until INTEGER,
  who TEXT NOT NULL,
  requested_at INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_file ON decision (file_id);

CREATE TABLE decision_result (
  decision_id INTEGER PRIMARY KEY REFERENCES decision (id),
  applied INTEGER NOT NULL CHECK (applied IN (0, 1)),
  sentence TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE connection_report (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  ok INTEGER NOT NULL CHECK (ok IN (0, 1)),
  http_status INTEGER,
  sentence TEXT
) STRICT;
CREATE INDEX connection_report_at ON connection_report (at);

CREATE TABLE outage (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  what TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  ended_at INTEGER,
  sentence TEXT NOT NULL
) STRICT;
CREATE INDEX outage_open ON outage (what) WHERE ended_at IS NULL;

CREATE TABLE fact (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`
