-- Of which telephone numbers are that do not say their country (ISO 3166-1 alpha-2); NULL: none is assumed.
ALTER TABLE workspaces ADD COLUMN country TEXT;
