-- The run whose news opened a conversation that was there, and the state that it had: taken back with that run.
alter table conversation add column opened_run_id bigint;
alter table conversation add column opened_from bigint;
create index conversation_opened on conversation (workspace_id, opened_run_id) where opened_run_id is not null;
