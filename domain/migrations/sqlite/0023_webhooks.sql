-- Webhooks (docs/adr/0023-webhooks.md). Whoever changes something writes one message for each endpoint that wants to
-- hear of it; a worker sends them.
CREATE TABLE webhook_endpoints (
    id BLOB NOT NULL PRIMARY KEY,
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    events TEXT NOT NULL, -- types separated by spaces; empty: all
    payload TEXT NOT NULL, -- thin or full
    enabled BOOLEAN NOT NULL,
    disabled_reason TEXT,
    disabled_at BIGINT,
    secret BLOB NOT NULL, -- sealed
    former_secret BLOB, -- sealed; signs too until former_secret_until
    former_secret_until BIGINT,
    failing_since BIGINT, -- of the first failure since the last success
    paused_until BIGINT NOT NULL, -- it has asked for less
    leased_until BIGINT NOT NULL, -- one server at a time delivers to it
    last_at BIGINT, -- the last attempt, and what it came to, as in webhook_attempts
    last_status BIGINT,
    last_problem TEXT,
    created_by BLOB REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX webhook_endpoints_workspace ON webhook_endpoints (workspace_id);
CREATE INDEX webhook_endpoints_created_by ON webhook_endpoints (created_by) WHERE created_by IS NOT NULL;

-- No foreign keys: a change that is recorded while an endpoint is being deleted must not fail by it.
CREATE TABLE webhook_messages (
    endpoint_id BLOB NOT NULL,
    event_id BLOB NOT NULL, -- of the audit event; a test event has an id of its own
    workspace_id BLOB NOT NULL,
    event_type TEXT NOT NULL,
    payload TEXT NOT NULL,
    status TEXT NOT NULL, -- queued, delivered, failed
    attempts BIGINT NOT NULL, -- all of them
    step BIGINT NOT NULL, -- attempts of this run of the schedule; a replay begins anew
    started_at BIGINT, -- the first attempt of this run
    next_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (endpoint_id, event_id)
);

CREATE INDEX webhook_messages_due ON webhook_messages (endpoint_id, next_at) WHERE status = 'queued';
CREATE INDEX webhook_messages_workspace ON webhook_messages (workspace_id);
CREATE INDEX webhook_messages_created_at ON webhook_messages (created_at);

CREATE TABLE webhook_attempts (
    endpoint_id BLOB NOT NULL,
    event_id BLOB NOT NULL,
    attempt BIGINT NOT NULL, -- the first is 1
    workspace_id BLOB NOT NULL,
    at BIGINT NOT NULL,
    duration BIGINT NOT NULL, -- in microseconds
    signature TEXT NOT NULL,
    status BIGINT, -- of HTTP; none where nobody answered
    problem TEXT, -- why nobody answered
    answer TEXT, -- its beginning
    PRIMARY KEY (endpoint_id, event_id, attempt)
);

CREATE INDEX webhook_attempts_workspace ON webhook_attempts (workspace_id);
CREATE INDEX webhook_attempts_at ON webhook_attempts (at);
