-- Pictures of people and workspaces: which one is shown now. The files themselves are in the store.

ALTER TABLE accounts ADD COLUMN picture TEXT;
ALTER TABLE workspaces ADD COLUMN picture TEXT;
-- Repeats the account's, as the row repeats all that the list shows.
ALTER TABLE members ADD COLUMN picture TEXT;

-- What lies in the store and is nobody's: not yet, or no longer. Deleted when its time has come.
CREATE TABLE picture_leftovers (
    id TEXT NOT NULL PRIMARY KEY,
    due_at BIGINT NOT NULL
);
CREATE INDEX picture_leftovers_due ON picture_leftovers (due_at);
