-- Calls of the API that carry an Idempotency-Key, for a day.
CREATE TABLE idempotency_keys (
    scope BLOB NOT NULL PRIMARY KEY, -- SHA-256 of token, method, route and key
    claim BLOB NOT NULL, -- the call that is carried out
    fingerprint BLOB NOT NULL, -- SHA-256 of what it asks for
    created_at BIGINT NOT NULL,
    answer BLOB -- sealed; NULL until the call has ended
);

CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- What tokens have asked for, for 30 days.
CREATE TABLE token_calls (
    id BLOB NOT NULL PRIMARY KEY, -- the request's
    token_id BLOB NOT NULL,
    workspace_id BLOB, -- the one that its address names, where there is one
    at BIGINT NOT NULL,
    method TEXT NOT NULL,
    route TEXT NOT NULL,
    status BIGINT NOT NULL,
    duration BIGINT NOT NULL, -- microseconds
    address TEXT NOT NULL
);

CREATE INDEX token_calls_token ON token_calls (token_id, id);
CREATE INDEX token_calls_workspace ON token_calls (workspace_id, id);
CREATE INDEX token_calls_at ON token_calls (at);

-- A job that a token has started is done with what the token may do.
ALTER TABLE jobs ADD COLUMN token_id BLOB;
