-- Passkeys, and who needs a second factor.
CREATE TABLE passkeys (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    credential_id BLOB NOT NULL UNIQUE, -- what the authenticator calls it
    credential TEXT NOT NULL, -- its public key and what else is checked, as JSON
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);

CREATE INDEX passkeys_account ON passkeys (account_id, created_at);

-- Challenges that were answered: each is answered once.
CREATE TABLE answered_challenges (
    challenge_hash BLOB NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

CREATE INDEX answered_challenges_expiry ON answered_challenges (expires_at);

-- One row for each that counts.
CREATE VIEW second_factors AS
SELECT account_id FROM authenticators WHERE enabled_at IS NOT NULL
UNION ALL
SELECT account_id FROM passkeys;

-- Whoever has the role needs a second factor;
ALTER TABLE roles ADD COLUMN factor_required BOOLEAN NOT NULL DEFAULT FALSE;
-- and so do super-users.
ALTER TABLE workspaces ADD COLUMN super_users_factor BOOLEAN NOT NULL DEFAULT FALSE;
