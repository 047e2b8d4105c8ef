-- Beside its terms the index keeps their first one and two letters, so that a search for so few reads one list and not all
-- that begin with them. The application fills it anew.
DROP TABLE member_search;
CREATE VIRTUAL TABLE member_search USING fts5 (terms, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'", prefix = '1 2');
