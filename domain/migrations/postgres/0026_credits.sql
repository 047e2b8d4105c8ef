-- What a workspace has of credits. The columns granted to posted are the balances of a ledger's five accounts: what goes
-- into one comes out of another, so together they are always zero.
CREATE TABLE credit_wallets (
    workspace_id UUID NOT NULL PRIMARY KEY REFERENCES workspaces (id),
    active BOOLEAN NOT NULL, -- what is metered is charged
    posted BIGINT NOT NULL CHECK (posted >= 0),
    granted BIGINT NOT NULL,
    consumed BIGINT NOT NULL,
    expired BIGINT NOT NULL,
    corrected BIGINT NOT NULL, -- what corrections have taken, less what they have given back
    held BIGINT NOT NULL CHECK (held >= 0 AND held <= posted), -- by live holds
    entries BIGINT NOT NULL, -- the number of the last entry
    head BYTEA NOT NULL, -- the hash of the last entry; empty where there is none
    last_at BIGINT NOT NULL, -- of the last entry
    due_at BIGINT NOT NULL, -- when something happens by itself next, at the earliest
    allowance_month BIGINT, -- the last month whose allowance was given: 12 x year + month - 1
    forecast_days BIGINT NOT NULL, -- an alert comes when credits last for so many days
    checked_entries BIGINT NOT NULL DEFAULT 0, -- the last entry when alerts were last looked for
    checked_at BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL,
    CHECK (granted = posted + consumed + expired + corrected)
);
CREATE INDEX credit_wallets_due ON credit_wallets (due_at);

CREATE TABLE credit_grants (
    id UUID NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    category TEXT NOT NULL, -- paid, promotional, allowance
    amount BIGINT NOT NULL CHECK (amount > 0),
    remaining BIGINT NOT NULL CHECK (remaining >= 0 AND remaining <= amount),
    held BIGINT NOT NULL CHECK (held >= 0 AND held <= remaining),
    priority BIGINT NOT NULL, -- the least is used first
    effective_at BIGINT NOT NULL,
    expires_at BIGINT,
    entered BOOLEAN NOT NULL, -- the ledger has it: from effective_at on
    note TEXT NOT NULL,
    created_by UUID REFERENCES accounts (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX credit_grants_left ON credit_grants (workspace_id, effective_at) WHERE remaining > 0;
CREATE INDEX credit_grants_list ON credit_grants (workspace_id, created_at, id);

CREATE TABLE credit_holds (
    id UUID NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    account_id UUID, -- who uses them; NULL: nobody in particular
    feature TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    posted BIGINT NOT NULL CHECK (posted >= 0 AND posted <= amount),
    state TEXT NOT NULL, -- live, posted, voided, expired
    note TEXT NOT NULL,
    lifetime BIGINT NOT NULL, -- as it was asked for, in microseconds
    expires_at BIGINT NOT NULL,
    resolved_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX credit_holds_live ON credit_holds (workspace_id, expires_at, id) WHERE state = 'live';
CREATE INDEX credit_holds_account ON credit_holds (account_id) WHERE account_id IS NOT NULL;

-- Which grants a hold has taken its credits from. Those of a resolved hold are deleted.
CREATE TABLE credit_hold_parts (
    hold_id UUID NOT NULL REFERENCES credit_holds (id),
    n BIGINT NOT NULL, -- the order in which they are used
    grant_id UUID NOT NULL REFERENCES credit_grants (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    PRIMARY KEY (hold_id, n)
);

-- The ledger. An entry moves an amount between the wallet and one other account, and concerns one grant; one movement
-- has several where it uses several grants. Entries are written once; hash is made of each and of the one before.
CREATE TABLE credit_entries (
    id UUID NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    n BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL, -- grant, consumption, expiry, correction
    amount BIGINT NOT NULL CHECK (amount <> 0), -- what it adds to the wallet, or takes out of it below zero
    balance BIGINT NOT NULL CHECK (balance >= 0), -- of the wallet, after it
    movement_id UUID NOT NULL,
    grant_id UUID NOT NULL REFERENCES credit_grants (id),
    hold_id UUID,
    corrects UUID, -- the entry that a correction names
    feature TEXT NOT NULL,
    note TEXT NOT NULL,
    account_id UUID, -- who used them, or gave them
    hash BYTEA NOT NULL
);
CREATE UNIQUE INDEX credit_entries_n ON credit_entries (workspace_id, n);
CREATE INDEX credit_entries_kind ON credit_entries (workspace_id, kind, n);
CREATE INDEX credit_entries_feature ON credit_entries (workspace_id, feature, n);
CREATE INDEX credit_entries_account ON credit_entries (workspace_id, account_id, n);
CREATE INDEX credit_entries_at ON credit_entries (workspace_id, at, n);
CREATE INDEX credit_entries_movement ON credit_entries (movement_id);
CREATE INDEX credit_entries_corrects ON credit_entries (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX credit_entries_grant ON credit_entries (grant_id);
CREATE INDEX credit_entries_erasure ON credit_entries (account_id) WHERE account_id IS NOT NULL;

-- Sums of the ledger, by days of UTC.
CREATE TABLE credit_days (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    day BIGINT NOT NULL, -- since 1970-01-01
    kind TEXT NOT NULL,
    feature TEXT NOT NULL,
    amount BIGINT NOT NULL, -- as in credit_entries
    entries BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, day, kind, feature)
);

-- What each person has used in a day, less what corrections gave back.
CREATE TABLE credit_usage (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    account_id UUID NOT NULL,
    day BIGINT NOT NULL,
    feature TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, account_id, day, feature)
);
CREATE INDEX credit_usage_account ON credit_usage (account_id);

-- How much may be used in a month: of a feature or of all, by the workspace, by each who has a role, or by a person.
CREATE TABLE credit_caps (
    id UUID NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    feature TEXT NOT NULL, -- empty: all of them
    role_id UUID REFERENCES roles (id),
    account_id UUID,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    created_at BIGINT NOT NULL
);
CREATE INDEX credit_caps_workspace ON credit_caps (workspace_id, created_at, id);
CREATE INDEX credit_caps_account ON credit_caps (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX credit_caps_role ON credit_caps (role_id) WHERE role_id IS NOT NULL;

CREATE TABLE credit_requests (
    id UUID NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    account_id UUID NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    reason TEXT NOT NULL,
    state TEXT NOT NULL, -- pending, approved, rejected
    answer TEXT NOT NULL, -- why
    grant_id UUID,
    decided_by UUID,
    decided_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX credit_requests_workspace ON credit_requests (workspace_id, id);
CREATE INDEX credit_requests_pending ON credit_requests (workspace_id, account_id) WHERE state = 'pending';
CREATE INDEX credit_requests_account ON credit_requests (account_id);

-- Which alerts a workspace has had: each once.
CREATE TABLE credit_alerts (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    alert TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, alert)
);
