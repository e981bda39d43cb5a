-- Signs that people left on messages: which and how many, never whose. Most messages have none, hence no column.
create table reaction (
    workspace_id bigint not null,
    message_id bigint not null,
    position bigint not null,
    name {text} not null,
    times bigint not null,
    primary key (workspace_id, message_id, position)
){clustered};
