-- Texts that people pasted to say how they are to be read. A null says nothing of that part.
create table example (
    workspace_id bigint not null,
    id bigint not null,
    digest {text} not null,
    title {text} not null,
    text {text} not null,
    kind bigint,
    sentiment bigint,
    language {text},
    toxicity bigint,
    spam bigint,
    urgency bigint,
    asks_reply bigint,
    by_id bigint not null,
    at bigint not null,
    version bigint not null,
    primary key (workspace_id, id)
);
create unique index example_once on example (workspace_id, digest);
-- What else people may say of a message.
alter table correction add column toxicity bigint;
alter table correction add column spam bigint;
alter table correction add column urgency bigint;
alter table correction add column asks_reply bigint;
