-- The words (with positions) and the facets (without) of each message.
create table message_search (
    message_id bigint primary key,
    tokens tsvector not null
);
create index message_search_tokens on message_search using gin (tokens);
