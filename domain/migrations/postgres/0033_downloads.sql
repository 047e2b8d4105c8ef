-- How far a download has come, for the page that waits for it: for a day. The id is the page's own choice.
CREATE TABLE downloads (
    account_id UUID NOT NULL REFERENCES accounts (id),
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX downloads_seen ON downloads (seen_at);
