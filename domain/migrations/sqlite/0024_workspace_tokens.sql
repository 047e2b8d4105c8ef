-- A token is an account's or a workspace's own. SQLite can't make a column nullable, so both tables are made anew.
CREATE TABLE tokens_anew (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB REFERENCES accounts (id), -- a personal one
    workspace_id BLOB REFERENCES workspaces (id), -- the workspace's own: it reaches no other
    created_by BLOB REFERENCES accounts (id), -- whoever made one of a workspace
    description TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE, -- SHA-256 of the whole secret
    scopes TEXT NOT NULL, -- separated by spaces
    all_workspaces BOOLEAN NOT NULL, -- of a personal one: otherwise those of token_workspaces
    lifetime TEXT NOT NULL, -- what it was made for, such as 3_months
    networks TEXT NOT NULL DEFAULT '', -- where it may be used from, as CIDR, separated by spaces; empty: from anywhere
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    warn_at BIGINT, -- when its owner is next warned that it expires
    last_used_at BIGINT,
    last_used_address TEXT,
    revoked_at BIGINT,
    revoked_reason TEXT,
    superseded_by BLOB,
    superseded_until BIGINT,
    CHECK ((account_id IS NULL) <> (workspace_id IS NULL))
);
INSERT INTO tokens_anew (id, account_id, description, prefix, hash, scopes, all_workspaces, lifetime, created_at,
    expires_at, warn_at, last_used_at, last_used_address, revoked_at, revoked_reason, superseded_by, superseded_until)
SELECT id, account_id, description, prefix, hash, scopes, all_workspaces, lifetime, created_at,
    expires_at, expires_at - 1209600000000, last_used_at, last_used_address, revoked_at, revoked_reason, superseded_by,
    superseded_until
FROM tokens;
CREATE TABLE token_workspaces_anew (
    token_id BLOB NOT NULL REFERENCES tokens_anew (id),
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    PRIMARY KEY (token_id, workspace_id)
);
INSERT INTO token_workspaces_anew (token_id, workspace_id) SELECT token_id, workspace_id FROM token_workspaces;
DROP TABLE token_workspaces;
DROP TABLE tokens;
-- What refers to a renamed table refers to its new name.
ALTER TABLE tokens_anew RENAME TO tokens;
ALTER TABLE token_workspaces_anew RENAME TO token_workspaces;
CREATE INDEX tokens_account ON tokens (account_id, created_at);
CREATE INDEX tokens_workspace ON tokens (workspace_id, id) WHERE workspace_id IS NOT NULL;
CREATE INDEX tokens_warn ON tokens (warn_at) WHERE warn_at IS NOT NULL;
CREATE INDEX token_workspaces_workspace ON token_workspaces (workspace_id);

-- Personal tokens that an administrator keeps out of a workspace.
CREATE TABLE token_denials (
    token_id BLOB NOT NULL REFERENCES tokens (id),
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    denied_at BIGINT NOT NULL,
    PRIMARY KEY (token_id, workspace_id)
);
CREATE INDEX token_denials_workspace ON token_denials (workspace_id);

-- What a workspace allows tokens. Null: any lifetime, and three months are offered first.
ALTER TABLE workspaces ADD COLUMN token_max_lifetime TEXT;
ALTER TABLE workspaces ADD COLUMN token_default_lifetime TEXT;
ALTER TABLE workspaces ADD COLUMN personal_tokens BOOLEAN NOT NULL DEFAULT TRUE;

-- What was done by a token. Events without one are sealed as before.
ALTER TABLE audit_events ADD COLUMN token_id BLOB;
CREATE INDEX audit_events_token ON audit_events (token_id) WHERE token_id IS NOT NULL;
