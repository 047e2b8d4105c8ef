-- Columns, tables and views take the names that identity management and databases use. Rows stay as they are.
ALTER TABLE audit_events RENAME COLUMN door TO channel;
ALTER INDEX audit_events_door RENAME TO audit_events_channel;

ALTER TABLE accounts RENAME COLUMN look TO theme_preference;
ALTER TABLE accounts RENAME COLUMN email_proven_at TO email_verified_at;

ALTER TABLE roles RENAME COLUMN becomes TO replaced_by;
ALTER INDEX roles_becomes RENAME TO roles_replaced_by;

ALTER TABLE groups RENAME COLUMN going TO deleting;

ALTER TABLE workspace_domains RENAME COLUMN joins TO auto_join;
ALTER INDEX workspace_domains_joins RENAME TO workspace_domains_auto_join;

-- Those who were removed from a workspace: they do not join it again by their address's domain.
ALTER TABLE workspace_partings RENAME TO removed_accounts;
ALTER INDEX workspace_partings_account RENAME TO removed_accounts_account;

ALTER VIEW held_roles RENAME TO effective_roles;
