// What a person orders about files. One order may be about a hundred thousand; each file keeps its own decision, so that
// its history is complete, and they name the order they belong to. An order waits for its moment here and not in a
// window's memory: it is carried out once, whatever ends meanwhile (decide/file-orders.ts). And the two orders of the list that no index was in.

export const fileOrdersSchema = `
CREATE TABLE file_order (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  action TEXT NOT NULL,
  reason TEXT,
  who TEXT NOT NULL,
  given_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('being-given', 'waiting', 'under-way', 'done', 'taken-back', 'interrupted')),
  -- This PC's time; NULL = carried out while it was given.
  due_at INTEGER,
  files INTEGER NOT NULL DEFAULT 0,
  taken_back_at INTEGER,
  taken_back_by TEXT
) STRICT;

ALTER TABLE decision ADD COLUMN order_id INTEGER REFERENCES file_order (id);
-- Where the file stood when it was decided about; an order that waited is not carried out on a file that moved on.
ALTER TABLE decision ADD COLUMN seen_state TEXT;
CREATE INDEX decision_order ON decision (order_id, id) WHERE order_id IS NOT NULL;

-- The list of files in the order of its sales days and of its sizes (tell/file-page.ts).
CREATE INDEX document_day ON document (order_date, id);
CREATE INDEX document_size ON document (size, id);
`
