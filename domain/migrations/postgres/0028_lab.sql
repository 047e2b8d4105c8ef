-- The Lab (docs/adr/0027-lab.md). A row is a feature that someone has turned on.
CREATE TABLE lab_choices (
    account_id UUID NOT NULL REFERENCES accounts (id),
    feature TEXT NOT NULL,
    consented BOOLEAN NOT NULL, -- in words, as a feature of high risk asks
    chosen_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, feature)
);

CREATE INDEX lab_choices_feature ON lab_choices (feature);

-- A workspace that says nothing allows.
CREATE TABLE lab_policies (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    feature TEXT NOT NULL,
    policy TEXT NOT NULL, -- deny, force
    PRIMARY KEY (workspace_id, feature)
);

-- Features that are turned off for everyone.
CREATE TABLE lab_switches (
    feature TEXT NOT NULL PRIMARY KEY,
    switched_by TEXT NOT NULL, -- operator, guard
    switched_at BIGINT NOT NULL
);

-- What people asked for within a minute, with these features on.
CREATE TABLE lab_requests (
    minute BIGINT NOT NULL,
    account_id UUID NOT NULL,
    features TEXT NOT NULL, -- keys between spaces: ' insights list-keyboard '
    requests BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    PRIMARY KEY (minute, account_id, features)
);

CREATE INDEX lab_requests_account ON lab_requests (account_id);

-- What is told on someone's next page of the Lab.
CREATE TABLE lab_news (
    account_id UUID NOT NULL REFERENCES accounts (id),
    feature TEXT NOT NULL,
    kind TEXT NOT NULL, -- guard, graduated, removed
    at BIGINT NOT NULL,
    PRIMARY KEY (account_id, feature)
);

ALTER TABLE accounts ADD COLUMN hide_previews BOOLEAN NOT NULL DEFAULT FALSE;
