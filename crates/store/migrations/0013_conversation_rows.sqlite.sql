-- Rows in the order in which conversations came, and an index of their ids beside them: ids are hashes, so each new
-- conversation touched another page of a table that holds whole rows, and an index of ids alone is a tenth of it.
create table conversation_rows (
    workspace_id bigint not null,
    id bigint not null,
    channel_id bigint not null,
    origin text not null,
    key text not null,
    title text not null,
    state bigint not null,
    assignee_id bigint,
    snoozed_until bigint,
    started_at bigint,
    started_by bigint,
    first_other_at bigint,
    first_other_by bigint,
    first_staff_at bigint,
    last_at bigint not null default 0,
    last_message_id bigint not null default 0,
    last_by bigint not null default 0,
    messages bigint not null default 0,
    kind bigint not null default 0,
    urgency bigint not null default 0,
    language text not null default '',
    merged_into bigint,
    run_id bigint not null default 0,
    version bigint not null,
    title_run_id bigint,
    primary key (workspace_id, id)
);
insert into conversation_rows (
    workspace_id, id, channel_id, origin, key, title, state, assignee_id, snoozed_until, started_at, started_by,
    first_other_at, first_other_by, first_staff_at, last_at, last_message_id, last_by, messages, kind, urgency,
    language, merged_into, run_id, version, title_run_id
)
select
    workspace_id, id, channel_id, origin, key, title, state, assignee_id, snoozed_until, started_at, started_by,
    first_other_at, first_other_by, first_staff_at, last_at, last_message_id, last_by, messages, kind, urgency,
    language, merged_into, run_id, version, title_run_id
from conversation
order by workspace_id, started_at;
drop table conversation;
alter table conversation_rows rename to conversation;
create index conversation_by_assignee on conversation (workspace_id, assignee_id, state, last_at, id) where assignee_id is not null;
create index conversation_by_kind on conversation (workspace_id, kind, state, last_at, id, merged_into) where merged_into is null;
create index conversation_by_last on conversation (workspace_id, last_at, id, merged_into) where merged_into is null;
create index conversation_by_start on conversation (workspace_id, started_at, first_other_at, started_by, first_other_by, merged_into, id);
create index conversation_by_state on conversation (workspace_id, state, last_at, id, assignee_id, merged_into) where merged_into is null;
create index conversation_merged on conversation (workspace_id, merged_into, id) where merged_into is not null;
create index conversation_snoozed on conversation (workspace_id, snoozed_until, id) where snoozed_until is not null;
create index conversation_titled on conversation (workspace_id, title_run_id) where title_run_id is not null;
create index conversation_touched on conversation (workspace_id, run_id, version) where version <> 0;
create index conversation_unanswered on conversation (workspace_id, state, last_at, id, first_other_at, merged_into) where merged_into is null and first_other_at is null;
create index conversation_urgent on conversation (workspace_id, state, last_at, id, urgency, merged_into) where merged_into is null and urgency >= 5000;
