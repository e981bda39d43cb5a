-- The run that gave a title to a conversation, and a name to a handle, which was there without one: taken back
-- with that run.
alter table conversation add column title_run_id bigint;
alter table identity add column name_run_id bigint;
create index conversation_titled on conversation (workspace_id, title_run_id) where title_run_id is not null;
create index identity_named on identity (workspace_id, name_run_id) where name_run_id is not null;
