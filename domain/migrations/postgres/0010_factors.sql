-- Second factors: the authenticator app, and the codes for whoever has lost it.
CREATE TABLE authenticators (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES accounts (id),
    sealed BYTEA NOT NULL, -- its secret, sealed with the installation's key
    enabled_at BIGINT, -- none: being set up
    last_step BIGINT NOT NULL -- the last half minute whose code was taken: each is taken once
);

-- Each is deleted when it is used.
CREATE TABLE recovery_codes (
    account_id UUID NOT NULL REFERENCES accounts (id),
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);

-- The password was right, the code is still to be given: nothing else is open.
ALTER TABLE sessions ADD COLUMN factor_due BOOLEAN NOT NULL DEFAULT FALSE;
