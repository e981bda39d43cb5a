-- Series that may raise alerts though nobody measured how well their readings are read: a person allowed it.
create table watched_series (
    workspace_id bigint not null,
    series {text} not null,
    by_id bigint not null,
    at bigint not null,
    version bigint not null,
    primary key (workspace_id, series)
);
