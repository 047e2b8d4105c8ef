-- What people have asked to recover: answered by the worker, so that asking takes as long for an address without an account.
CREATE TABLE recovery_requests (
    id BLOB NOT NULL PRIMARY KEY,
    email_key TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
