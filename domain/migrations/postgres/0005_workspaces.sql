-- Workspaces that people make, shape, hand over, delete and restore.

-- Who alone may hand it over and delete it. Always an active super-user; none where there was nobody to be it.
ALTER TABLE workspaces ADD COLUMN owner_id UUID REFERENCES accounts (id);
ALTER TABLE workspaces ADD COLUMN languages TEXT NOT NULL DEFAULT 'en pt-BR es';
ALTER TABLE workspaces ADD COLUMN default_role UUID REFERENCES roles (id);
ALTER TABLE workspaces ADD COLUMN allowed_domains TEXT NOT NULL DEFAULT ''; -- none: all but those denied
ALTER TABLE workspaces ADD COLUMN denied_domains TEXT NOT NULL DEFAULT '';
ALTER TABLE workspaces ADD COLUMN session_idle BIGINT; -- microseconds, like the rest; none: as the installation says
ALTER TABLE workspaces ADD COLUMN session_max BIGINT;
ALTER TABLE workspaces ADD COLUMN token_life BIGINT; -- none: for ever, if its owner likes
ALTER TABLE workspaces ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE workspaces ADD COLUMN deleted_at BIGINT;
CREATE INDEX workspaces_owner ON workspaces (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX workspaces_deleted ON workspaces (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX workspaces_default_role ON workspaces (default_role) WHERE default_role IS NOT NULL;
UPDATE workspaces SET owner_id = (
    SELECT m.account_id FROM members m
    WHERE m.workspace_id = workspaces.id AND m.super_user AND m.status = 'active' AND m.ends_at IS NULL
    ORDER BY m.joined_at, m.id LIMIT 1
);

-- E-mail domains that a workspace says are its own; whoever has an address there may join once it has shown that they are.
CREATE TABLE workspace_domains (
    id UUID NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    domain TEXT NOT NULL,
    proof TEXT NOT NULL, -- what its DNS or its web server has to say
    joins BOOLEAN NOT NULL,
    verified_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (workspace_id, domain)
);
CREATE INDEX workspace_domains_joins ON workspace_domains (domain) WHERE joins AND verified_at IS NOT NULL;

-- People whom a workspace has removed: they come back by invitation only.
CREATE TABLE workspace_partings (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    account_id UUID NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (workspace_id, account_id)
);
CREATE INDEX workspace_partings_account ON workspace_partings (account_id);
INSERT INTO workspace_partings (workspace_id, account_id)
SELECT workspace_id, account_id FROM members WHERE status = 'removed' AND account_id IS NOT NULL;

-- When a mail to the account's address was last answered; none: nobody knows whether it is theirs.
ALTER TABLE accounts ADD COLUMN email_proven_at BIGINT;
-- The mails that the account's holder would rather not get.
ALTER TABLE accounts ADD COLUMN muted TEXT NOT NULL DEFAULT '';
-- When whoever has the session last gave proof of being the account's holder.
ALTER TABLE sessions ADD COLUMN confirmed_at BIGINT NOT NULL DEFAULT 0;

-- Links that a mail carries and that work once: kind, whose, and what they need to know.
CREATE TABLE one_time_links (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id),
    data TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX one_time_links_account ON one_time_links (account_id, kind);
CREATE INDEX one_time_links_expiry ON one_time_links (expires_at);
