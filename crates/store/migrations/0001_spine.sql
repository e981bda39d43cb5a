-- One text for both databases: {text}, {bytes}, {rowid} and {clustered} are what differs. {clustered} stands
-- where rows are short: SQLite then keeps the table in its key's order, as one tree instead of two.

create table workspace (
    id bigint primary key,
    name {text} not null unique,
    created_at bigint not null
);

create table staff (
    id bigint primary key,
    email {text} not null unique,
    name {text} not null,
    password_hash {text} not null,
    language {text} not null,
    created_at bigint not null
);

create table staff_role (
    workspace_id bigint not null references workspace (id),
    staff_id bigint not null references staff (id),
    role {text} not null,
    primary key (workspace_id, staff_id)
){clustered};

create table session (
    token_digest {bytes} primary key,
    staff_id bigint not null references staff (id),
    csrf {text} not null,
    created_at bigint not null,
    expires_at bigint not null
){clustered};

create table token (
    workspace_id bigint not null references workspace (id),
    id bigint not null,
    name {text} not null,
    token_digest {bytes} not null unique,
    scopes {text} not null,
    created_at bigint not null,
    revoked_at bigint,
    primary key (workspace_id, id)
){clustered};

-- Leases: nodes (which number an id generator uses), sealers, workers.
create table lease (
    name {text} primary key,
    holder bigint not null,
    until bigint not null
);

create table run (
    workspace_id bigint not null references workspace (id),
    id bigint not null,
    entry_id bigint not null,
    format {text} not null,
    file {text} not null,
    fingerprint {bytes} not null,
    options {text} not null,
    state {text} not null,
    position bigint not null,
    imported bigint not null,
    already bigint not null,
    skipped {text} not null,
    warnings {text} not null,
    started_at bigint not null,
    finished_at bigint,
    primary key (workspace_id, id)
);

create table channel (
    workspace_id bigint not null,
    id bigint not null,
    kind {text} not null,
    origin {text} not null,
    name {text} not null,
    run_id bigint not null,
    version bigint not null,
    primary key (workspace_id, id)
){clustered};

create table identity (
    workspace_id bigint not null,
    id bigint not null,
    origin {text} not null,
    handle {text} not null,
    name {text} not null,
    folded {text} not null,
    bot boolean not null,
    first_at bigint,
    last_at bigint,
    messages bigint not null,
    run_id bigint not null,
    version bigint not null,
    primary key (workspace_id, id)
){clustered};
create index identity_by_name on identity (workspace_id, folded, id);
create index identity_by_run on identity (workspace_id, run_id, id) where run_id <> 0;
create index identity_by_first on identity (workspace_id, first_at, id);

create table member (
    workspace_id bigint not null,
    id bigint not null,
    name {text} not null,
    merged_into bigint,
    version bigint not null,
    primary key (workspace_id, id)
){clustered};
create index member_merged on member (workspace_id, merged_into, id) where merged_into is not null;

create table member_link (
    workspace_id bigint not null,
    identity_id bigint not null,
    member_id bigint not null,
    version bigint not null,
    primary key (workspace_id, identity_id)
){clustered};
create index member_link_by_member on member_link (workspace_id, member_id, identity_id);

create table conversation (
    workspace_id bigint not null,
    id bigint not null,
    channel_id bigint not null,
    origin {text} not null,
    key {text} not null,
    title {text} not null,
    state bigint not null,
    assignee_id bigint,
    snoozed_until bigint,
    started_at bigint,
    started_by bigint,
    first_other_at bigint,
    first_other_by bigint,
    first_staff_at bigint,
    last_at bigint not null default 0,
    last_message_id bigint not null default 0,
    last_by bigint not null default 0,
    messages bigint not null default 0,
    kind bigint not null default 0,
    urgency bigint not null default 0,
    language {text} not null default '',
    merged_into bigint,
    run_id bigint not null default 0,
    version bigint not null,
    primary key (workspace_id, id)
){clustered};
-- An index that does not hold a column of its own condition is not read alone: hence merged_into in each.
create index conversation_by_state on conversation (workspace_id, state, last_at, id, assignee_id, merged_into) where merged_into is null;
create index conversation_by_last on conversation (workspace_id, last_at, id, merged_into) where merged_into is null;
create index conversation_by_kind on conversation (workspace_id, kind, state, last_at, id, merged_into) where merged_into is null;
create index conversation_urgent on conversation (workspace_id, state, last_at, id, urgency, merged_into) where merged_into is null and urgency >= 5000;
create index conversation_by_assignee on conversation (workspace_id, assignee_id, state, last_at, id) where assignee_id is not null;
-- All that a month's report asks of conversations: without merged_into in it, each would be looked up.
create index conversation_by_start on conversation (workspace_id, started_at, first_other_at, started_by, first_other_by, merged_into, id);
create index conversation_unanswered on conversation (workspace_id, state, last_at, id, first_other_at, merged_into) where merged_into is null and first_other_at is null;
create index conversation_snoozed on conversation (workspace_id, snoozed_until, id) where snoozed_until is not null;
create index conversation_merged on conversation (workspace_id, merged_into, id) where merged_into is not null;
create index conversation_by_run on conversation (workspace_id, run_id, id) where run_id <> 0;

create table message (
    id {rowid},
    workspace_id bigint not null,
    conversation_id bigint not null,
    channel_id bigint not null,
    identity_id bigint not null,
    key {bytes} not null,
    native_id {text},
    reply_to {text},
    sent_at bigint,
    arrived_at bigint not null,
    outbound boolean not null,
    deleted boolean not null,
    edited_at bigint,
    text {text} not null,
    run_id bigint not null,
    version bigint not null
);
create unique index message_by_key on message (workspace_id, key);
create index message_by_id on message (workspace_id, id);
create index message_by_conversation on message (workspace_id, conversation_id, id);
create index message_by_identity on message (workspace_id, identity_id, id);
create index message_by_run on message (workspace_id, run_id, id) where run_id <> 0;

-- What the source said, never changed: one byte that tells the packing, then the record.
create table message_source (
    message_id {rowid},
    workspace_id bigint not null,
    record {bytes} not null
);

create table attachment (
    workspace_id bigint not null,
    message_id bigint not null,
    position bigint not null,
    name {text} not null,
    media_type {text} not null,
    size_bytes bigint not null,
    digest {bytes},
    url {text},
    primary key (workspace_id, message_id, position)
){clustered};

create table blob (
    workspace_id bigint not null,
    digest {bytes} not null,
    chunk bigint not null,
    content {bytes} not null,
    primary key (workspace_id, digest, chunk)
);

-- What the machine said of a message. Scores are in 1/10,000.
create table reading (
    message_id {rowid},
    workspace_id bigint not null,
    model {text} not null,
    language {text} not null,
    language_confidence bigint not null,
    sentiment bigint not null,
    kind bigint not null,
    kinds {text} not null,
    urgency bigint not null,
    toxicity bigint not null,
    spam bigint not null,
    asks_reply boolean not null,
    keywords {text} not null,
    evidence {text} not null
);

-- What a person said instead; it wins over the reading and is never overwritten by a machine.
create table correction (
    workspace_id bigint not null,
    message_id bigint not null,
    kind bigint,
    sentiment bigint,
    language {text},
    by_id bigint not null,
    at bigint not null,
    version bigint not null,
    primary key (workspace_id, message_id)
){clustered};

create table label (
    workspace_id bigint not null,
    subject {text} not null,
    subject_id bigint not null,
    name {text} not null,
    by_id bigint not null,
    at bigint not null,
    version bigint not null,
    primary key (workspace_id, subject, subject_id, name)
){clustered};
create index label_by_name on label (workspace_id, subject, name, subject_id);

create table note (
    workspace_id bigint not null,
    id bigint not null,
    conversation_id bigint not null,
    by_id bigint not null,
    at bigint not null,
    body {text} not null,
    version bigint not null,
    primary key (workspace_id, id)
);
create index note_by_conversation on note (workspace_id, conversation_id, id);

create table journal (
    workspace_id bigint not null,
    id bigint not null,
    at bigint not null,
    actor {text} not null,
    actor_id bigint not null,
    act {text} not null,
    subjects {text} not null,
    digest {bytes} not null,
    undoes bigint,
    undone_by bigint,
    seq bigint,
    hash {bytes},
    primary key (workspace_id, id)
){clustered};
create unique index journal_by_seq on journal (workspace_id, seq) where seq is not null;
create index journal_unsealed on journal (workspace_id, id) where seq is null;

create table journal_subject (
    workspace_id bigint not null,
    subject {text} not null,
    entry_id bigint not null,
    primary key (workspace_id, subject, entry_id)
){clustered};

create table journal_payload (
    workspace_id bigint not null,
    entry_id bigint not null,
    salt {bytes} not null,
    payload {text} not null,
    primary key (workspace_id, entry_id)
);

-- Answers to requests that carried an Idempotency-Key.
create table idempotency (
    workspace_id bigint not null,
    key {text} not null,
    request_digest {bytes} not null,
    answer {text} not null,
    at bigint not null,
    primary key (workspace_id, key)
);

create table job (
    workspace_id bigint not null,
    id bigint not null,
    kind {text} not null,
    input {text} not null,
    due_at bigint not null,
    attempts bigint not null,
    leased_until bigint not null,
    failure {text},
    primary key (workspace_id, id)
);
create unique index job_once on job (workspace_id, kind, input);
create index job_due on job (due_at, workspace_id, id);

create table hour_count (
    workspace_id bigint not null,
    hour bigint not null,
    channel_id bigint not null,
    kind bigint not null,
    language {text} not null,
    model {text} not null,
    messages bigint not null,
    sentiment_sum bigint not null,
    primary key (workspace_id, hour, channel_id, kind, language, model)
){clustered};

-- The hours of a month in one row, for reports.
create table month_count (
    workspace_id bigint not null,
    month bigint not null,
    channel_id bigint not null,
    kind bigint not null,
    language {text} not null,
    model {text} not null,
    messages bigint not null,
    sentiment_sum bigint not null,
    primary key (workspace_id, month, channel_id, kind, language, model)
){clustered};

create table identity_day (
    workspace_id bigint not null,
    day bigint not null,
    channel_id bigint not null,
    identity_id bigint not null,
    messages bigint not null,
    primary key (workspace_id, day, channel_id, identity_id)
){clustered};
create index identity_day_by_identity on identity_day (workspace_id, identity_id, day);

-- The days of a month in one row, for reports.
create table identity_month (
    workspace_id bigint not null,
    month bigint not null,
    identity_id bigint not null,
    messages bigint not null,
    primary key (workspace_id, month, identity_id)
){clustered};

create table topic_month (
    workspace_id bigint not null,
    month {text} not null,
    position bigint not null,
    name {text} not null,
    keywords {text} not null,
    messages bigint not null,
    voices bigint not null,
    example_id bigint not null,
    example {text} not null,
    primary key (workspace_id, month, position)
);
