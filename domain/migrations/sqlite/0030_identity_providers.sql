-- Who someone is at a provider is the issuer and its subject. The name is what people call the provider.
ALTER TABLE identities RENAME COLUMN provider TO issuer;
ALTER TABLE identities ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE identities ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE identities ADD COLUMN last_used_at BIGINT;
UPDATE identities SET name = issuer;

-- Where a session was begun at a provider. The ID token is sealed: it is shown to the provider at sign-out.
ALTER TABLE sessions ADD COLUMN issuer TEXT;
ALTER TABLE sessions ADD COLUMN subject TEXT;
ALTER TABLE sessions ADD COLUMN provider TEXT;
ALTER TABLE sessions ADD COLUMN provider_session TEXT;
ALTER TABLE sessions ADD COLUMN id_token BLOB;
CREATE INDEX sessions_identity ON sessions (issuer, subject);
CREATE INDEX sessions_provider_session ON sessions (issuer, provider_session);

-- Tokens by which providers have ended sessions: each counts once.
CREATE TABLE logout_tokens (
    issuer TEXT NOT NULL,
    id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, id)
);
CREATE INDEX logout_tokens_expiry ON logout_tokens (expires_at);

-- A workspace's own provider, at most one. Secret and claims are sealed.
CREATE TABLE identity_providers (
    id BLOB NOT NULL PRIMARY KEY,
    workspace_id BLOB NOT NULL UNIQUE REFERENCES workspaces (id),
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret BLOB NOT NULL,
    groups_claim TEXT NOT NULL,
    auto_join BOOLEAN NOT NULL,
    required BOOLEAN NOT NULL,
    break_glass_id BLOB REFERENCES accounts (id),
    tested_at BIGINT,
    tested_by BLOB REFERENCES accounts (id),
    tested_claims BLOB,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- The roles that a provider's groups give, by whoever has mapped them: never more than they could give.
CREATE TABLE identity_provider_groups (
    provider_id BLOB NOT NULL REFERENCES identity_providers (id),
    group_name TEXT NOT NULL,
    role_id BLOB NOT NULL REFERENCES roles (id),
    mapped_by BLOB NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (provider_id, group_name, role_id)
);
CREATE INDEX identity_provider_groups_role ON identity_provider_groups (role_id);
