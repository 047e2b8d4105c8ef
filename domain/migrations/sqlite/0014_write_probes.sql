-- The one row that is written to see whether the database can be written to.
CREATE TABLE write_probes (
    id BIGINT NOT NULL PRIMARY KEY,
    written_at BIGINT NOT NULL,
    filler BLOB NOT NULL
);

INSERT INTO write_probes (id, written_at, filler) VALUES (1, 0, X'');
