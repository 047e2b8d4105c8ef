-- A token is an account's or a workspace's own.
ALTER TABLE tokens ALTER COLUMN account_id DROP NOT NULL;
ALTER TABLE tokens ADD COLUMN workspace_id UUID REFERENCES workspaces (id); -- the workspace's own: it reaches no other
ALTER TABLE tokens ADD COLUMN created_by UUID REFERENCES accounts (id); -- whoever made one of a workspace
ALTER TABLE tokens ADD COLUMN networks TEXT NOT NULL DEFAULT ''; -- where it may be used from, as CIDR; empty: from anywhere
ALTER TABLE tokens ADD COLUMN warn_at BIGINT; -- when its owner is next warned that it expires
ALTER TABLE tokens ADD CHECK ((account_id IS NULL) <> (workspace_id IS NULL));
UPDATE tokens SET warn_at = expires_at - 1209600000000;
CREATE INDEX tokens_workspace ON tokens (workspace_id, id) WHERE workspace_id IS NOT NULL;
CREATE INDEX tokens_warn ON tokens (warn_at) WHERE warn_at IS NOT NULL;

-- Personal tokens that an administrator keeps out of a workspace.
CREATE TABLE token_denials (
    token_id UUID NOT NULL REFERENCES tokens (id),
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    denied_at BIGINT NOT NULL,
    PRIMARY KEY (token_id, workspace_id)
);
CREATE INDEX token_denials_workspace ON token_denials (workspace_id);

-- What a workspace allows tokens. Null: any lifetime, and three months are offered first.
ALTER TABLE workspaces ADD COLUMN token_max_lifetime TEXT;
ALTER TABLE workspaces ADD COLUMN token_default_lifetime TEXT;
ALTER TABLE workspaces ADD COLUMN personal_tokens BOOLEAN NOT NULL DEFAULT TRUE;

-- What was done by a token. Events without one are sealed as before.
ALTER TABLE audit_events ADD COLUMN token_id UUID;
CREATE INDEX audit_events_token ON audit_events (token_id) WHERE token_id IS NOT NULL;
