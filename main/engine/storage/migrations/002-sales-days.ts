// What the sales days stand on (docs/sales-days.md): one slim row per event that names a register and a business date,
// in the order in which days are asked for; what the register's own movement reports say; the days a person marked.
//
// Databases with events exist: their rows are made here, from the facts their reader kept. Those facts know no lines,
// so that a completion counts as written (main/engine/judge/revenue.ts tells why that is right but for one dialect).

const localSeconds = `CAST(strftime('%s',
    coalesce(json_extract(facts, '$.endDate'), json_extract(facts, '$.startDate')) || ' ' ||
    coalesce(CASE WHEN json_extract(facts, '$.endDate') IS NULL THEN NULL ELSE json_extract(facts, '$.endTime') END,
             json_extract(facts, '$.startTime'))) AS INTEGER)`

const isSale = `type IN ('SaleEvent', 'RefundEvent')`
const isZero = `(grand_amount IS NOT NULL AND CAST(grand_amount AS REAL) = 0)`

const kind = `CASE
    WHEN NOT ${isSale} OR json_extract(facts, '$.training') OR json_extract(facts, '$.suspended') THEN 'none'
    WHEN type = 'RefundEvent' THEN 'refund'
    WHEN json_extract(facts, '$.linkedTransactionId') IS NOT NULL AND ${isZero} THEN 'none'
    ELSE 'sale' END`

/** A refund counts negative whichever sign its register writes. */
const amount = `CASE WHEN type = 'RefundEvent' AND grand_amount NOT LIKE '-%' AND NOT ${isZero} THEN '-' || grand_amount
    ELSE grand_amount END`

export const salesDaysSchema = `
CREATE TABLE register_event (
  business_date TEXT NOT NULL,
  register_id TEXT NOT NULL,
  document_id INTEGER NOT NULL REFERENCES document (id),
  number INTEGER NOT NULL,
  transaction_id TEXT,
  ticket INTEGER GENERATED ALWAYS AS (CASE WHEN transaction_id <> '' AND transaction_id NOT GLOB '*[^0-9]*'
    AND length(transaction_id) <= 15 THEN CAST(transaction_id AS INTEGER) END) STORED,
  kind TEXT NOT NULL CHECK (kind IN ('sale', 'refund', 'none')),
  amount TEXT,
  tax TEXT,
  at INTEGER,
  linked_register_id TEXT,
  linked_transaction_id TEXT,
  PRIMARY KEY (business_date, register_id, document_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX register_event_linked ON register_event (linked_transaction_id) WHERE linked_transaction_id IS NOT NULL;

-- Goes with its event: when a document is judged again, and when its events are forgotten.
CREATE TRIGGER register_event_goes AFTER DELETE ON event WHEN OLD.business_date IS NOT NULL BEGIN
  DELETE FROM register_event WHERE business_date = OLD.business_date AND register_id = coalesce(OLD.register_id, '')
    AND document_id = OLD.document_id AND number = OLD.number;
END;

-- Which movement reports were read, and by which reader; one without a row was not.
CREATE TABLE movement_read (
  document_id INTEGER PRIMARY KEY REFERENCES document (id),
  reader_version INTEGER NOT NULL
) STRICT;

CREATE TABLE movement_report (
  document_id INTEGER NOT NULL REFERENCES document (id),
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  store_location_id TEXT,
  period INTEGER,
  business_date TEXT,
  register_id TEXT,
  begins INTEGER,
  ends INTEGER,
  is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  amounts TEXT NOT NULL,
  PRIMARY KEY (document_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX movement_report_day ON movement_report (business_date) WHERE business_date IS NOT NULL;
CREATE INDEX document_movement ON document (id) WHERE root = 'NAXML-MovementReport';

CREATE TABLE day_mark (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  business_date TEXT NOT NULL,
  closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
  who TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX day_mark_date ON day_mark (business_date, id);

INSERT INTO register_event (business_date, register_id, document_id, number, transaction_id, kind, amount, tax, at,
    linked_transaction_id)
  SELECT business_date, register_id, document_id, number, transaction_id, kind,
    CASE kind WHEN 'none' THEN NULL ELSE amount END, CASE kind WHEN 'none' THEN NULL ELSE tax END, at,
    linked_transaction_id
  FROM (SELECT business_date, coalesce(register_id, '') AS register_id, document_id, number, transaction_id,
      ${kind} AS kind, ${amount} AS amount, json_extract(facts, '$.taxAmount') AS tax, ${localSeconds} AS at,
      json_extract(facts, '$.linkedTransactionId') AS linked_transaction_id
    FROM event WHERE business_date IS NOT NULL AND (register_id IS NOT NULL OR ${isSale}));
`
