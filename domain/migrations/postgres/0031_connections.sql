-- Accounts' connections to services of others. Tokens and what is kept of a calendar are sealed. Where there is no refresh
-- token, the grant has ended. A server that refreshes the tokens holds the row until refreshing_until; the version tells
-- whether another one has done so meanwhile.
CREATE TABLE connections (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id),
    service TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    scopes TEXT NOT NULL,
    access_token BYTEA,
    refresh_token BYTEA,
    access_expires_at BIGINT NOT NULL,
    connected_at BIGINT NOT NULL,
    last_used_at BIGINT,
    last_error TEXT,
    claims TEXT NOT NULL,
    refreshing_until BIGINT NOT NULL,
    refreshing_by UUID,
    version BIGINT NOT NULL,
    calendar BYTEA,
    calendar_at BIGINT,
    UNIQUE (account_id, service)
);

-- The connection whose mailbox a mail goes out from; none: by the mail server. Once it is on its way its status is
-- 'unknown', until the answer is there: a mail that may have gone out is never sent a second time by itself.
ALTER TABLE outbox ADD COLUMN connection_id UUID;
CREATE INDEX outbox_connection ON outbox (connection_id, next_at) WHERE connection_id IS NOT NULL;
