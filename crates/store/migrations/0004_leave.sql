-- The workspace whose number natural keys are made with; null is its own. One that came as an export keeps
-- the number it was born with, so that a later archive of the same place still finds its messages.
alter table workspace add column key_number bigint;

-- Who was erased: a number, when, and what went, without a word about the person.
create table erasure (
    workspace_id bigint not null,
    number bigint not null,
    entry_id bigint not null,
    at bigint not null,
    salt {bytes} not null,
    certificate {text} not null,
    primary key (workspace_id, number)
);

-- Salted digests of the handles that were erased: archives do not bring them back.
create table tombstone (
    workspace_id bigint not null,
    digest {bytes} not null,
    number bigint not null,
    primary key (workspace_id, digest)
);

-- Folders that hold backups: an erasure is written beside them, and restoring one obeys it.
create table backup_folder (
    folder {text} primary key
);
