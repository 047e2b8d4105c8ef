-- People who hold roles together.

CREATE TABLE groups (
    id UUID NOT NULL PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    about TEXT NOT NULL,
    going BOOLEAN NOT NULL DEFAULT FALSE, -- it is being deleted: it gives nothing any more, and its people are let go
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    UNIQUE (workspace_id, name_key)
);

CREATE TABLE group_members (
    member_id UUID NOT NULL REFERENCES members (id),
    group_id UUID NOT NULL REFERENCES groups (id),
    PRIMARY KEY (member_id, group_id)
);
CREATE INDEX group_members_group ON group_members (group_id, member_id);

CREATE TABLE group_roles (
    group_id UUID NOT NULL REFERENCES groups (id),
    role_id UUID NOT NULL REFERENCES roles (id),
    PRIMARY KEY (group_id, role_id)
);
CREATE INDEX group_roles_role ON group_roles (role_id, group_id);

-- Who holds which role: their own, and those of their groups; once for each way in which they hold it. Not UNION, and to be
-- read without ORDER BY: SQLite would read the tables as a whole, whoever is asked for.
CREATE VIEW held_roles AS
SELECT member_id, role_id FROM member_roles
UNION ALL
SELECT group_members.member_id, group_roles.role_id
FROM group_members JOIN group_roles ON group_roles.group_id = group_members.group_id;
