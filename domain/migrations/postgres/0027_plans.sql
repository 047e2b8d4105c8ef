-- The key of a plan that roster.toml declares; none: the default plan.
ALTER TABLE workspaces ADD COLUMN plan TEXT;
