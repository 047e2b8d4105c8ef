-- The file that long work was begun with, in pieces: while people may still choose how it is read.
CREATE TABLE job_files (
    job_id UUID NOT NULL REFERENCES jobs (id),
    n BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (job_id, n)
);
