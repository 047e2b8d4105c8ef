-- What someone does in the workspace: the membership's own, whatever other workspaces say of the account.
ALTER TABLE members ADD COLUMN job_title TEXT;
ALTER TABLE members ADD COLUMN job_title_key TEXT NOT NULL DEFAULT '';
CREATE INDEX members_job_title ON members (workspace_id, job_title_key, id);
