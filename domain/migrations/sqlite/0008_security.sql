-- What people see under Security, and leaving for good.

-- Every attempt to sign in, also where there is no account, so that both take as long. Kept for 90 days, of nobody's for one.
CREATE TABLE sign_ins (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB REFERENCES accounts (id),
    at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX sign_ins_account ON sign_ins (account_id, id);
CREATE INDEX sign_ins_age ON sign_ins (at);

ALTER TABLE accounts ADD COLUMN delete_at BIGINT; -- none: it stays
CREATE INDEX accounts_delete ON accounts (delete_at) WHERE delete_at IS NOT NULL;
