-- The audit's chain: each event is followed by a hash of it and of all before it (docs/adr/0007-audit-chain.md).
-- What belongs to no workspace has a chain under the id 0.

-- Where a chain begins and ends. Its row is the lock of whoever seals or cuts it.
CREATE TABLE audit_heads (
    workspace_id UUID NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL, -- of the last link
    hash BYTEA NOT NULL,
    anchor BIGINT NOT NULL, -- of the last link that the retention has cut off; 0: none
    anchor_hash BYTEA NOT NULL
);

CREATE TABLE audit_chain (
    workspace_id UUID NOT NULL,
    position BIGINT NOT NULL,
    event_id UUID NOT NULL UNIQUE,
    hash BYTEA NOT NULL,
    PRIMARY KEY (workspace_id, position)
);

-- Events that are not in the chain yet.
CREATE TABLE audit_unsealed (
    workspace_id UUID NOT NULL,
    event_id UUID NOT NULL,
    PRIMARY KEY (workspace_id, event_id)
);
INSERT INTO audit_unsealed (workspace_id, event_id)
SELECT COALESCE(workspace_id, '00000000-0000-0000-0000-000000000000'), id FROM audit_events;

CREATE FUNCTION audit_events_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unsealed (workspace_id, event_id)
    SELECT COALESCE(workspace_id, '00000000-0000-0000-0000-000000000000'), id FROM added;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_events_insert AFTER INSERT ON audit_events
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_events_insert();

-- Nothing changes, and nothing goes but what lies before its chain's anchor.
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only';
END $$;
CREATE FUNCTION audit_events_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM audit_chain c JOIN audit_heads h ON h.workspace_id = c.workspace_id
        WHERE c.event_id = OLD.id AND c.position <= h.anchor
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit is append-only';
END $$;
CREATE FUNCTION audit_chain_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM audit_heads h WHERE h.workspace_id = OLD.workspace_id AND OLD.position <= h.anchor) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit is append-only';
END $$;
CREATE TRIGGER audit_events_update BEFORE UPDATE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_events_delete BEFORE DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_events_delete();
CREATE TRIGGER audit_events_truncate BEFORE TRUNCATE ON audit_events EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_chain_update BEFORE UPDATE ON audit_chain FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_chain_delete BEFORE DELETE ON audit_chain FOR EACH ROW EXECUTE FUNCTION audit_chain_delete();
CREATE TRIGGER audit_chain_truncate BEFORE TRUNCATE ON audit_chain EXECUTE FUNCTION audit_append_only();

-- By whom, what, whom and how; when is the id's own order.
DROP INDEX audit_events_actor;
CREATE INDEX audit_events_actor ON audit_events (actor_id, workspace_id, id);
CREATE INDEX audit_events_action ON audit_events (workspace_id, action, id);
CREATE INDEX audit_events_name ON audit_events (workspace_id, LOWER(SUBSTR(target, 1, 200)), id);
CREATE INDEX audit_events_door ON audit_events (workspace_id, door, id);
