-- What the brand sells or runs, as its people call it: found by name in messages when they are shown.
create table product (
    workspace_id bigint not null,
    key {text} not null,
    name {text} not null,
    spellings {text} not null,
    by_id bigint not null,
    at bigint not null,
    version bigint not null,
    primary key (workspace_id, key)
);
