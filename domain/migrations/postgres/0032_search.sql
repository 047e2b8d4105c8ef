-- A part of an order is searched alone: by the first characters of what the order is by, in the table that has the terms, so
-- that both indices are asked at once. The application fills the table anew.
TRUNCATE member_search;
ALTER TABLE member_search ADD COLUMN workspace_id UUID NOT NULL;
CREATE INDEX member_search_name ON member_search (left(name_key, 8));
CREATE INDEX member_search_email ON member_search (left(email_key, 8));
CREATE INDEX member_search_phone ON member_search (left(phone_key, 8));
CREATE INDEX member_search_job_title ON member_search (left(job_title_key, 8));
