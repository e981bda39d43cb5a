-- When much more or less was said than usual, and what about.
create table alert (
    workspace_id bigint not null,
    id bigint not null,
    series {text} not null,
    at bigint not null,
    direction {text} not null,
    messages bigint not null,
    voices bigint not null,
    expected bigint not null,
    score bigint not null,
    phrases {text} not null,
    first_id bigint not null,
    top_ids {text} not null,
    dismissed bigint not null,
    version bigint not null,
    primary key (workspace_id, id)
);
create unique index alert_once on alert (workspace_id, series, at);
create index alert_by_time on alert (workspace_id, dismissed, at, id);
