-- A segment of the search index is merged for its deleted rows alone once they are half of it, and no longer a tenth: where
-- many went one after the other, as an import's when it is undone, the same rows were merged again and again.
INSERT INTO member_search (member_search, rank) VALUES ('deletemerge', 50);
-- Whoever is deleted is looked for in each table that may name them: by an index, however many rows it has.
CREATE INDEX credit_grants_created_by ON credit_grants (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX credit_hold_parts_grant ON credit_hold_parts (grant_id);
CREATE INDEX drafts_workspace ON drafts (workspace_id);
CREATE INDEX identity_provider_groups_mapped_by ON identity_provider_groups (mapped_by);
CREATE INDEX identity_providers_break_glass ON identity_providers (break_glass_id) WHERE break_glass_id IS NOT NULL;
CREATE INDEX identity_providers_tested_by ON identity_providers (tested_by) WHERE tested_by IS NOT NULL;
CREATE INDEX tokens_created_by ON tokens (created_by) WHERE created_by IS NOT NULL;
