-- An index of a table with row numbers ends with the number, and a message's number is its id: named as a column it
-- was kept twice. A quarter to a third of these indexes goes, of which an import touches one all over.
drop index message_by_id;
create index message_by_id on message (workspace_id);
drop index message_by_conversation;
create index message_by_conversation on message (workspace_id, conversation_id);
drop index message_by_run;
create index message_by_run on message (workspace_id, run_id) where run_id <> 0;
