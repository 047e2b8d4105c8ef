-- Columns, tables and views take the names that identity management and databases use. Rows stay as they are.
ALTER TABLE audit_events RENAME COLUMN door TO channel;
DROP INDEX audit_events_door;
CREATE INDEX audit_events_channel ON audit_events (workspace_id, channel, id);

ALTER TABLE accounts RENAME COLUMN look TO theme_preference;
ALTER TABLE accounts RENAME COLUMN email_proven_at TO email_verified_at;

ALTER TABLE roles RENAME COLUMN becomes TO replaced_by;
DROP INDEX roles_becomes;
CREATE INDEX roles_replaced_by ON roles (replaced_by) WHERE replaced_by IS NOT NULL;

ALTER TABLE groups RENAME COLUMN going TO deleting;

ALTER TABLE workspace_domains RENAME COLUMN joins TO auto_join;
DROP INDEX workspace_domains_joins;
CREATE INDEX workspace_domains_auto_join ON workspace_domains (domain) WHERE auto_join AND verified_at IS NOT NULL;

-- Those who were removed from a workspace: they do not join it again by their address's domain.
ALTER TABLE workspace_partings RENAME TO removed_accounts;
DROP INDEX workspace_partings_account;
CREATE INDEX removed_accounts_account ON removed_accounts (account_id);

DROP VIEW held_roles;
-- A member's own roles, and those of their groups.
CREATE VIEW effective_roles AS
SELECT member_id, role_id FROM member_roles
UNION ALL
SELECT group_members.member_id, group_roles.role_id
FROM group_members JOIN group_roles ON group_roles.group_id = group_members.group_id;
