-- Why a part of long work could not be done is data: it was `field:problem`, some with a value.
WITH first AS (
    SELECT job_id, n, substr(problem, 1, instr(problem, ':') - 1) AS field, substr(problem, instr(problem, ':') + 1) AS rest
    FROM job_rows WHERE problem LIKE '%:%' AND problem NOT LIKE '{%'
), parts AS (
    SELECT job_id, n, field,
           CASE WHEN instr(rest, ':') = 0 THEN rest ELSE substr(rest, 1, instr(rest, ':') - 1) END AS name,
           CASE WHEN instr(rest, ':') = 0 THEN '' ELSE substr(rest, instr(rest, ':') + 1) END AS value
    FROM first
), refusals AS (
    SELECT job_id, n, CASE
        WHEN field = 'error' AND name = 'accepted' THEN '{"invalid":{"field":"form","problem":"accepted"}}'
        WHEN field = 'error' AND name = 'changed_since' THEN '{"invalid":{"field":"form","problem":"changed_since"}}'
        WHEN field = 'error' THEN json_quote(name)
        ELSE '{"invalid":{"field":' || json_quote(field) || ',"problem":' || CASE
            WHEN name = 'duplicate' THEN '{"duplicate":{"line":' || value || '}}'
            WHEN name IN ('too_long', 'too_many', 'too_many_addresses') THEN '{"' || name || '":{"max":' || value || '}}'
            WHEN name = 'too_short' THEN '{"too_short":{"min":' || value || '}}'
            WHEN name = 'lookalike' THEN '{"lookalike":{"plain":['
                || CASE WHEN length(value) >= 1 THEN json_quote(substr(value, 1, 1)) ELSE 'null' END
                || ',' || CASE WHEN length(value) >= 2 THEN json_quote(substr(value, 2, 1)) ELSE 'null' END
                || ',' || CASE WHEN length(value) >= 3 THEN json_quote(substr(value, 3, 1)) ELSE 'null' END
                || ',' || CASE WHEN length(value) >= 4 THEN json_quote(substr(value, 4, 1)) ELSE 'null' END
                || ']}}'
            WHEN name = 'forbidden' THEN '"not_yours_to_give"'
            ELSE json_quote(name) END || '}}'
        END AS refusal
    FROM parts
)
UPDATE job_rows SET problem = refusals.refusal FROM refusals WHERE job_rows.job_id = refusals.job_id AND job_rows.n = refusals.n;
WITH first AS (
    SELECT id, substr(problem, 1, instr(problem, ':') - 1) AS field, substr(problem, instr(problem, ':') + 1) AS rest
    FROM jobs WHERE problem LIKE '%:%' AND problem NOT LIKE '{%'
), parts AS (
    SELECT id, field,
           CASE WHEN instr(rest, ':') = 0 THEN rest ELSE substr(rest, 1, instr(rest, ':') - 1) END AS name,
           CASE WHEN instr(rest, ':') = 0 THEN '' ELSE substr(rest, instr(rest, ':') + 1) END AS value
    FROM first
), refusals AS (
    SELECT id, CASE
        WHEN field = 'error' AND name = 'accepted' THEN '{"invalid":{"field":"form","problem":"accepted"}}'
        WHEN field = 'error' AND name = 'changed_since' THEN '{"invalid":{"field":"form","problem":"changed_since"}}'
        WHEN field = 'error' THEN json_quote(name)
        ELSE '{"invalid":{"field":' || json_quote(field) || ',"problem":' || CASE
            WHEN name = 'duplicate' THEN '{"duplicate":{"line":' || value || '}}'
            WHEN name IN ('too_long', 'too_many', 'too_many_addresses') THEN '{"' || name || '":{"max":' || value || '}}'
            WHEN name = 'too_short' THEN '{"too_short":{"min":' || value || '}}'
            WHEN name = 'lookalike' THEN '{"lookalike":{"plain":['
                || CASE WHEN length(value) >= 1 THEN json_quote(substr(value, 1, 1)) ELSE 'null' END
                || ',' || CASE WHEN length(value) >= 2 THEN json_quote(substr(value, 2, 1)) ELSE 'null' END
                || ',' || CASE WHEN length(value) >= 3 THEN json_quote(substr(value, 3, 1)) ELSE 'null' END
                || ',' || CASE WHEN length(value) >= 4 THEN json_quote(substr(value, 4, 1)) ELSE 'null' END
                || ']}}'
            WHEN name = 'forbidden' THEN '"not_yours_to_give"'
            ELSE json_quote(name) END || '}}'
        END AS refusal
    FROM parts
)
UPDATE jobs SET problem = refusals.refusal FROM refusals WHERE jobs.id = refusals.id;
