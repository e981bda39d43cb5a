-- What an undo asks for is what was decided about a run's conversations, not all of them.
drop index conversation_by_run;
create index conversation_touched on conversation (workspace_id, run_id, version) where version <> 0;
-- Nothing asks for one identity's days.
drop index identity_day_by_identity;
