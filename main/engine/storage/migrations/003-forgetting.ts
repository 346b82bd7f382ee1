// What is forgotten, and when (design 4.6, docs/guarantees.md). A document's row stays for ever and says itself what of
// it is not kept any more, since when and why; the partial indexes hold exactly what is still to be forgotten, oldest
// first, and grow empty behind it.

const forgettable = `state IN ('accepted', 'accepted-with-notes', 'not-needed', 'replaced')`

export const forgettingSchema = `
ALTER TABLE document ADD COLUMN bytes_removed_at INTEGER;
ALTER TABLE document ADD COLUMN bytes_removed_why TEXT CHECK (bytes_removed_why IN ('age', 'disk-space'));
ALTER TABLE document ADD COLUMN details_removed_at INTEGER;

CREATE INDEX document_bytes_due ON document (state_since) WHERE bytes_removed_at IS NULL AND ${forgettable};
CREATE INDEX document_details_due ON document (state_since)
  WHERE bytes_removed_at IS NOT NULL AND details_removed_at IS NULL AND ${forgettable};
-- What the sales days stand on stays when the events of a document are forgotten: the day keeps its sums for ever.
DROP TRIGGER IF EXISTS register_event_goes;
CREATE TRIGGER register_event_goes AFTER DELETE ON event
  WHEN OLD.business_date IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM document WHERE id = OLD.document_id AND details_removed_at IS NOT NULL)
BEGIN
  DELETE FROM register_event WHERE business_date = OLD.business_date AND register_id = coalesce(OLD.register_id, '')
    AND document_id = OLD.document_id AND number = OLD.number;
END;

-- The files that are in a folder now, among years of files that were.
CREATE INDEX sighting_present ON sighting (folder_id) WHERE present = 1;
CREATE INDEX outage_ended ON outage (ended_at) WHERE ended_at IS NOT NULL;
`
