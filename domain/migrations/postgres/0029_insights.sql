-- Of the day's change: memberships that began, and members who left or were suspended. Before, only the sum was kept.
ALTER TABLE member_days ADD COLUMN joined BIGINT NOT NULL DEFAULT 0;
ALTER TABLE member_days ADD COLUMN went BIGINT NOT NULL DEFAULT 0;
UPDATE member_days SET joined = CASE WHEN change > 0 THEN change ELSE 0 END,
                       went = CASE WHEN change < 0 THEN -change ELSE 0 END;

-- What the page would have to count everyone for, in workspaces of many people: counted once a day.
CREATE TABLE workspace_insights (
    workspace_id UUID NOT NULL PRIMARY KEY REFERENCES workspaces (id),
    counted_at BIGINT NOT NULL,
    counts TEXT NOT NULL -- JSON
);
