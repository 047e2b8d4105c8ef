-- One row for everyone the list shows: members, those invited, and those removed who can still be restored.
-- An invited person's row has the id of the invitation and becomes the member's when it is accepted. What the list shows,
-- sorts and searches stands in the row, so that a page of it reads no other table.

ALTER TABLE accounts ADD COLUMN sso TEXT; -- the provider at which they sign in instead

CREATE TABLE kept_member_roles AS SELECT member_id, role_id FROM member_roles;
DROP TABLE member_roles;
ALTER TABLE members RENAME TO kept_members;
DROP INDEX members_account;
DROP INDEX members_name;
DROP INDEX members_email;
DROP INDEX members_joined;
DROP INDEX members_active;

CREATE TABLE members (
    number INTEGER PRIMARY KEY, -- the row's place in member_search
    id BLOB NOT NULL UNIQUE,
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    account_id BLOB REFERENCES accounts (id), -- none while invited
    status TEXT NOT NULL, -- active, suspended, invited, removed
    super_user BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    added_by BLOB REFERENCES accounts (id),
    joined_at BIGINT NOT NULL, -- while invited: when the invitation was sent
    last_active_at BIGINT NOT NULL, -- 0: never
    ends_at BIGINT, -- the membership's end date, or the invitation's
    removed_at BIGINT,
    second_factor BOOLEAN NOT NULL,
    email TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    phone TEXT, -- E.164
    name_key TEXT NOT NULL,
    email_key TEXT NOT NULL,
    phone_key TEXT NOT NULL,
    role_key TEXT NOT NULL,
    search TEXT NOT NULL, -- what a search looks in
    version BIGINT NOT NULL,
    UNIQUE (workspace_id, account_id)
);
INSERT INTO members
    (id, workspace_id, account_id, status, super_user, source, added_by, joined_at, last_active_at, second_factor,
     email, first_name, last_name, phone, name_key, email_key, phone_key, role_key, search, version)
SELECT m.id, m.workspace_id, m.account_id, m.status, m.super_user, m.source, m.added_by, m.joined_at, m.last_active_at, FALSE,
       a.email, a.first_name, a.last_name, a.phone, m.name_key, m.email_key, '', '', '', m.version
FROM kept_members m JOIN accounts a ON a.id = m.account_id ORDER BY m.id;
INSERT INTO members
    (id, workspace_id, status, super_user, source, added_by, joined_at, last_active_at, ends_at, second_factor,
     email, first_name, last_name, name_key, email_key, phone_key, role_key, search, version)
SELECT i.id, i.workspace_id, 'invited', i.super_user, 'invited', i.inviter_id, i.sent_at, 0, i.expires_at, FALSE,
       i.email, i.first_name, i.last_name, '', i.email_key, '', '', '', 1
FROM invitations i WHERE i.status = 'pending' ORDER BY i.id;
DROP TABLE kept_members;

CREATE INDEX members_account ON members (account_id);
CREATE INDEX members_name ON members (workspace_id, name_key, id);
CREATE INDEX members_email ON members (workspace_id, email_key, id);
CREATE INDEX members_phone ON members (workspace_id, phone_key, id);
CREATE INDEX members_role ON members (workspace_id, role_key, id);
CREATE INDEX members_status ON members (workspace_id, status, id);
CREATE INDEX members_source ON members (workspace_id, source, id);
CREATE INDEX members_joined ON members (workspace_id, joined_at, id);
CREATE INDEX members_active ON members (workspace_id, last_active_at, id);
CREATE INDEX members_super_users ON members (workspace_id, id) WHERE super_user AND status = 'active';
CREATE INDEX members_ends ON members (ends_at) WHERE ends_at IS NOT NULL;
CREATE INDEX members_removed ON members (removed_at) WHERE removed_at IS NOT NULL;

CREATE TABLE member_roles (
    member_id BLOB NOT NULL REFERENCES members (id),
    role_id BLOB NOT NULL REFERENCES roles (id),
    PRIMARY KEY (member_id, role_id)
);
CREATE INDEX member_roles_role ON member_roles (role_id, member_id);
INSERT INTO member_roles (member_id, role_id) SELECT member_id, role_id FROM kept_member_roles;
INSERT INTO member_roles (member_id, role_id)
SELECT id, role_id FROM invitations WHERE status = 'pending' AND role_id IS NOT NULL;
DROP TABLE kept_member_roles;

-- Where each piece of one to three letters, and each facet, is found. Filled by the application: the row's number is its rowid.
CREATE VIRTUAL TABLE member_search USING fts5 (terms, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'");

-- How the number of members changed, day by day (days since 1970, UTC).
CREATE TABLE member_days (
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    day BIGINT NOT NULL,
    change BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, day)
);
INSERT INTO member_days (workspace_id, day, change)
SELECT workspace_id, joined_at / 86400000000, COUNT(*) FROM members WHERE status = 'active' GROUP BY 1, 2;

-- How a person likes their lists.
CREATE TABLE list_preferences (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES accounts (id),
    columns TEXT NOT NULL,
    density TEXT NOT NULL,
    size BIGINT NOT NULL
);

-- Lists worth coming back to.
CREATE TABLE views (
    id BLOB NOT NULL PRIMARY KEY,
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    shared BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX views_workspace ON views (workspace_id, id);

-- Long work: bulk changes and imports, row by row. Whoever holds the lease goes on with it.
CREATE TABLE jobs (
    id BLOB NOT NULL PRIMARY KEY,
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL, -- bulk, import
    task TEXT NOT NULL,
    state TEXT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    position TEXT NOT NULL, -- how far it has come
    problem TEXT,
    address TEXT NOT NULL,
    lease BLOB,
    lease_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX jobs_due ON jobs (state, lease_until);
CREATE INDEX jobs_workspace ON jobs (workspace_id, id);

CREATE TABLE job_rows (
    job_id BLOB NOT NULL REFERENCES jobs (id),
    n BIGINT NOT NULL,
    subject_id BLOB,
    label TEXT NOT NULL,
    key TEXT, -- of an import: whom the row is about
    input TEXT, -- the cells of a file's row
    plan TEXT, -- create, invite, change, unchanged, wrong
    detail TEXT, -- what the plan would do
    outcome TEXT, -- none: still to do
    problem TEXT,
    undo TEXT, -- what undoing needs to know
    PRIMARY KEY (job_id, n)
);
CREATE INDEX job_rows_key ON job_rows (job_id, key, n);
CREATE INDEX job_rows_plan ON job_rows (job_id, plan, n);
CREATE INDEX job_rows_outcome ON job_rows (job_id, outcome, n);

CREATE INDEX audit_events_target ON audit_events (workspace_id, target_id, id);

-- Deleting an account asks every table that could name it.
CREATE INDEX members_added_by ON members (added_by);
CREATE INDEX invitations_inviter ON invitations (inviter_id);
CREATE INDEX drafts_account ON drafts (account_id);
CREATE INDEX views_account ON views (account_id);
CREATE INDEX jobs_account ON jobs (account_id);
CREATE INDEX audit_events_actor ON audit_events (actor_id);
