-- Who signs in at an identity provider, and as whom there. The subject of those from before is not known: their address stands for it.
CREATE TABLE identities (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE INDEX identities_account ON identities (account_id);
INSERT INTO identities (account_id, provider, subject, created_at)
SELECT id, sso, email_key, created_at FROM accounts WHERE sso IS NOT NULL;
ALTER TABLE accounts DROP COLUMN sso;
