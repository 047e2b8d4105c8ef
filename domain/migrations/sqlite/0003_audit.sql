-- The audit's chain: each event is followed by a hash of it and of all before it (docs/adr/0007-audit-chain.md).
-- What belongs to no workspace has a chain under the id 0.

-- Where a chain begins and ends. Its row is the lock of whoever seals or cuts it.
CREATE TABLE audit_heads (
    workspace_id BLOB NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL, -- of the last link
    hash BLOB NOT NULL,
    anchor BIGINT NOT NULL, -- of the last link that the retention has cut off; 0: none
    anchor_hash BLOB NOT NULL
);

CREATE TABLE audit_chain (
    workspace_id BLOB NOT NULL,
    position BIGINT NOT NULL,
    event_id BLOB NOT NULL UNIQUE,
    hash BLOB NOT NULL,
    PRIMARY KEY (workspace_id, position)
);

-- Events that are not in the chain yet.
CREATE TABLE audit_unsealed (
    workspace_id BLOB NOT NULL,
    event_id BLOB NOT NULL,
    PRIMARY KEY (workspace_id, event_id)
);
INSERT INTO audit_unsealed (workspace_id, event_id) SELECT COALESCE(workspace_id, zeroblob(16)), id FROM audit_events;

CREATE TRIGGER audit_events_insert AFTER INSERT ON audit_events BEGIN
    INSERT INTO audit_unsealed (workspace_id, event_id) VALUES (COALESCE(NEW.workspace_id, zeroblob(16)), NEW.id);
END;

-- Nothing changes, and nothing goes but what lies before its chain's anchor.
CREATE TRIGGER audit_events_update BEFORE UPDATE ON audit_events BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
CREATE TRIGGER audit_events_delete BEFORE DELETE ON audit_events
WHEN NOT EXISTS (
    SELECT 1 FROM audit_chain c JOIN audit_heads h ON h.workspace_id = c.workspace_id
    WHERE c.event_id = OLD.id AND c.position <= h.anchor
) BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
CREATE TRIGGER audit_chain_update BEFORE UPDATE ON audit_chain BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
CREATE TRIGGER audit_chain_delete BEFORE DELETE ON audit_chain
WHEN NOT EXISTS (SELECT 1 FROM audit_heads h WHERE h.workspace_id = OLD.workspace_id AND OLD.position <= h.anchor) BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

-- By whom, what, whom and how; when is the id's own order.
DROP INDEX audit_events_actor;
CREATE INDEX audit_events_actor ON audit_events (actor_id, workspace_id, id);
CREATE INDEX audit_events_action ON audit_events (workspace_id, action, id);
CREATE INDEX audit_events_name ON audit_events (workspace_id, LOWER(SUBSTR(target, 1, 200)), id);
CREATE INDEX audit_events_door ON audit_events (workspace_id, door, id);
