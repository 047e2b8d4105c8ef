-- Accounts, workspaces, members, roles, invitations, sessions, and what carries them.
-- Times are microseconds since 1970 (UTC). *_key columns are normalised for look-up and order.

CREATE TABLE installation (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    phone TEXT,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    look TEXT NOT NULL,
    password_hash TEXT,
    password_set_at BIGINT,
    password_temporary BOOLEAN NOT NULL,
    password_expires_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE workspaces (
    id BLOB NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    invitation_ttl BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE members (
    id BLOB NOT NULL PRIMARY KEY,
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    status TEXT NOT NULL,
    super_user BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    added_by BLOB REFERENCES accounts (id),
    joined_at BIGINT NOT NULL,
    last_active_at BIGINT NOT NULL, -- 0: never
    name_key TEXT NOT NULL,
    email_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (workspace_id, account_id)
);
CREATE INDEX members_account ON members (account_id);
CREATE INDEX members_name ON members (workspace_id, name_key, id);
CREATE INDEX members_email ON members (workspace_id, email_key, id);
CREATE INDEX members_joined ON members (workspace_id, joined_at, id);
CREATE INDEX members_active ON members (workspace_id, last_active_at, id);

CREATE TABLE roles (
    id BLOB NOT NULL PRIMARY KEY,
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    builtin TEXT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    permissions BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (workspace_id, name_key)
);

CREATE TABLE member_roles (
    member_id BLOB NOT NULL REFERENCES members (id),
    role_id BLOB NOT NULL REFERENCES roles (id),
    PRIMARY KEY (member_id, role_id)
);
CREATE INDEX member_roles_role ON member_roles (role_id, member_id);

CREATE TABLE invitations (
    id BLOB NOT NULL PRIMARY KEY,
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    super_user BOOLEAN NOT NULL,
    role_id BLOB REFERENCES roles (id),
    language TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    status TEXT NOT NULL,
    inviter_id BLOB NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE UNIQUE INDEX invitations_pending ON invitations (workspace_id, email_key) WHERE status = 'pending';
CREATE INDEX invitations_list ON invitations (workspace_id, status, id);

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    token_hash BLOB NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    must_choose_password BOOLEAN NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Browsers that an account has signed in from: their failures are counted apart, so nobody else can slow them down.
CREATE TABLE devices (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    device_hash BLOB NOT NULL,
    last_seen_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, device_hash)
);

CREATE TABLE throttles (
    key TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);
CREATE INDEX throttles_age ON throttles (last_at);

CREATE TABLE drafts (
    id BLOB NOT NULL PRIMARY KEY,
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    entered TEXT NOT NULL,
    password_hash TEXT,
    outcome TEXT, -- what confirming made, so that confirming again answers the same
    expires_at BIGINT NOT NULL
);
CREATE INDEX drafts_expiry ON drafts (expires_at);

-- Mails to be sent. The one-time link is sealed with the installation's key until it has gone out.
CREATE TABLE outbox (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id BLOB,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    payload TEXT NOT NULL,
    sealed BLOB,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX outbox_due ON outbox (status, next_at);
CREATE INDEX outbox_subject ON outbox (subject_id);

CREATE TABLE audit_events (
    id BLOB NOT NULL PRIMARY KEY,
    workspace_id BLOB REFERENCES workspaces (id),
    at BIGINT NOT NULL,
    actor_id BLOB REFERENCES accounts (id),
    door TEXT NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    target_id BLOB,
    target TEXT NOT NULL,
    before TEXT,
    after TEXT
);
CREATE INDEX audit_events_workspace ON audit_events (workspace_id, id);

CREATE TABLE counters (
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, name)
);
