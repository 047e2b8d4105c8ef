-- Personal access tokens. Of the secret only the hash is kept, and what it begins with, to recognise it by.
CREATE TABLE tokens (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    description TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE, -- SHA-256 of the whole secret
    scopes TEXT NOT NULL, -- separated by spaces
    all_workspaces BOOLEAN NOT NULL, -- otherwise those of token_workspaces
    lifetime TEXT NOT NULL, -- what it was made for, such as 3_months
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    last_used_address TEXT,
    revoked_at BIGINT,
    revoked_reason TEXT,
    superseded_by BLOB,
    superseded_until BIGINT
);

CREATE INDEX tokens_account ON tokens (account_id, created_at);

CREATE TABLE token_workspaces (
    token_id BLOB NOT NULL REFERENCES tokens (id),
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    PRIMARY KEY (token_id, workspace_id)
);

CREATE INDEX token_workspaces_workspace ON token_workspaces (workspace_id);
