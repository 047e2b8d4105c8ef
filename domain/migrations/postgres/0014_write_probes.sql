-- The one row that is written to see whether the database can be written to.
CREATE TABLE write_probes (
    id BIGINT NOT NULL PRIMARY KEY,
    written_at BIGINT NOT NULL,
    filler BYTEA NOT NULL
);

-- Written as it is: zeros that are compressed would need no room.
ALTER TABLE write_probes ALTER COLUMN filler SET STORAGE EXTERNAL;

INSERT INTO write_probes (id, written_at, filler) VALUES (1, 0, '');
