-- Roles that people make, change and delete.

ALTER TABLE roles ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- While a role is being deleted: the one that its people get instead.
ALTER TABLE roles ADD COLUMN becomes BLOB REFERENCES roles (id);
CREATE INDEX roles_becomes ON roles (becomes) WHERE becomes IS NOT NULL;
CREATE INDEX invitations_role ON invitations (role_id);
