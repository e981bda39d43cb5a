-- What archives hold beside messages: contacts, feeds, dates, subscribers. Each version that a source
-- tells of is a row; of several with one subject the last to arrive holds.
create table imported_thing (
    workspace_id bigint not null,
    id bigint not null,
    kind {text} not null,
    origin {text} not null,
    subject {text} not null,
    handle {text} not null,
    name {text} not null,
    at bigint,
    arrived_at bigint not null,
    record {bytes} not null,
    source {bytes} not null,
    run_id bigint not null,
    primary key (workspace_id, id)
);
create index imported_thing_by_kind on imported_thing (workspace_id, kind, subject, arrived_at, id);
create index imported_thing_by_handle on imported_thing (workspace_id, handle, id);
create index imported_thing_by_run on imported_thing (workspace_id, run_id, id) where run_id <> 0;
