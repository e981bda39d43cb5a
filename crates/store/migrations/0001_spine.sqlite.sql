-- The words and the facets of each message; rowid is the message's id. `ascii` keeps our own tokens whole.
create virtual table message_search using fts5 (
    words,
    facets,
    content = '',
    contentless_delete = 1,
    tokenize = 'ascii'
);
