-- What people talk about, over time. Names, pins and merges are decisions of people; the rest is kept by a job.
create table topic (
    workspace_id bigint not null,
    id bigint not null,
    name {text} not null,
    named bigint not null,
    pinned bigint not null,
    merged_into bigint,
    keywords {text} not null,
    example_id bigint not null,
    version bigint not null,
    primary key (workspace_id, id)
);

-- The topic of each message that was looked at; -1 where none fits.
create table topic_message (
    workspace_id bigint not null,
    message_id bigint not null,
    topic_id bigint not null,
    primary key (workspace_id, message_id)
);
create index topic_message_by_topic on topic_message (workspace_id, topic_id, message_id);

create table topic_day (
    workspace_id bigint not null,
    day bigint not null,
    topic_id bigint not null,
    messages bigint not null,
    primary key (workspace_id, day, topic_id)
);

-- What the topics have learned: no text of any message.
create table topic_book (
    workspace_id bigint primary key,
    book {bytes} not null,
    version bigint not null
);
