-- An announcement tells everybody who can be reached at that moment. That is one fact of the meeting,
-- so it is written once, there; only those it did not reach are marked, and they are the exception.
-- (One mark for each person, three to a meeting, was a quarter of what a reminder cost.)
ALTER TABLE foyer.meetings ADD COLUMN told_version bigint NOT NULL DEFAULT 0;
ALTER TABLE foyer.participants ADD COLUMN owed_version bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN foyer.meetings.told_version IS 'the newest version that was announced, 0 for none';
COMMENT ON COLUMN foyer.participants.owed_version IS
  'the version that was announced without this person and is still owed to them, 0 for none';

UPDATE foyer.meetings AS m SET told_version = p.told
FROM (SELECT meeting_id, max(reminded_version) AS told FROM foyer.participants GROUP BY meeting_id) AS p
WHERE p.meeting_id = m.id AND p.told > 0;
UPDATE foyer.participants AS p SET owed_version = m.told_version
FROM foyer.meetings AS m
WHERE m.id = p.meeting_id AND m.told_version > 0 AND p.reminded_version < m.told_version;
ALTER TABLE foyer.participants DROP COLUMN reminded_version;

-- Every meeting is announced once, a batch of neighbours in one transaction. A page must have room
-- for a second version of each of its rows: then no index is touched (a HOT update). A participant
-- is hardly ever written again. Holds for pages written from now on.
ALTER TABLE foyer.meetings SET (fillfactor = 48);
ALTER TABLE foyer.participants SET (fillfactor = 90);
