CREATE TABLE alert (
    workspace_id bigint not null,
    id bigint not null,
    series text not null,
    at bigint not null,
    direction text not null,
    messages bigint not null,
    voices bigint not null,
    expected bigint not null,
    score bigint not null,
    phrases text not null,
    first_id bigint not null,
    top_ids text not null,
    dismissed bigint not null,
    version bigint not null,
    primary key (workspace_id, id)
);
CREATE INDEX alert_by_time on alert (workspace_id, dismissed, at, id);
CREATE UNIQUE INDEX alert_once on alert (workspace_id, series, at);
CREATE TABLE attachment (
    workspace_id bigint not null,
    message_id bigint not null,
    position bigint not null,
    name text not null,
    media_type text not null,
    size_bytes bigint not null,
    digest blob,
    url text,
    primary key (workspace_id, message_id, position)
) without rowid;
CREATE TABLE backup_folder (
    folder text primary key
);
CREATE TABLE blob (
    workspace_id bigint not null,
    digest blob not null,
    chunk bigint not null,
    content blob not null,
    primary key (workspace_id, digest, chunk)
);
CREATE TABLE channel (
    workspace_id bigint not null,
    id bigint not null,
    kind text not null,
    origin text not null,
    name text not null,
    run_id bigint not null,
    version bigint not null,
    primary key (workspace_id, id)
) without rowid;
CREATE TABLE "conversation" (
    workspace_id bigint not null,
    id bigint not null,
    channel_id bigint not null,
    origin text not null,
    key text not null,
    title text not null,
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
    language text not null default '',
    merged_into bigint,
    run_id bigint not null default 0,
    version bigint not null,
    title_run_id bigint, opened_run_id bigint, opened_from bigint, language_confidence bigint not null default 0, opening_signs bigint not null default 0,
    primary key (workspace_id, id)
);
CREATE INDEX conversation_by_assignee on conversation (workspace_id, assignee_id, state, last_at, id) where assignee_id is not null;
CREATE INDEX conversation_by_kind on conversation (workspace_id, kind, state, last_at, id, merged_into) where merged_into is null;
CREATE INDEX conversation_by_last on conversation (workspace_id, last_at, id, merged_into) where merged_into is null;
CREATE INDEX conversation_by_start on conversation (workspace_id, started_at, first_other_at, started_by, first_other_by, merged_into, id);
CREATE INDEX conversation_by_state on conversation (workspace_id, state, last_at, id, assignee_id, merged_into) where merged_into is null;
CREATE INDEX conversation_merged on conversation (workspace_id, merged_into, id) where merged_into is not null;
CREATE INDEX conversation_opened on conversation (workspace_id, opened_run_id) where opened_run_id is not null;
CREATE INDEX conversation_snoozed on conversation (workspace_id, snoozed_until, id) where snoozed_until is not null;
CREATE INDEX conversation_titled on conversation (workspace_id, title_run_id) where title_run_id is not null;
CREATE INDEX conversation_touched on conversation (workspace_id, run_id, version) where version <> 0;
CREATE INDEX conversation_unanswered on conversation (workspace_id, state, last_at, id, first_other_at, merged_into) where merged_into is null and first_other_at is null;
CREATE INDEX conversation_urgent on conversation (workspace_id, state, last_at, id, urgency, merged_into) where merged_into is null and urgency >= 5000;
CREATE TABLE correction (
    workspace_id bigint not null,
    message_id bigint not null,
    kind bigint,
    sentiment bigint,
    language text,
    by_id bigint not null,
    at bigint not null,
    version bigint not null, toxicity bigint, spam bigint, urgency bigint, asks_reply bigint,
    primary key (workspace_id, message_id)
) without rowid;
CREATE TABLE erasure (
    workspace_id bigint not null,
    number bigint not null,
    entry_id bigint not null,
    at bigint not null,
    salt blob not null,
    certificate text not null, under_way text,
    primary key (workspace_id, number)
);
CREATE TABLE example (
    workspace_id bigint not null,
    id bigint not null,
    digest text not null,
    title text not null,
    text text not null,
    kind bigint,
    sentiment bigint,
    language text,
    toxicity bigint,
    spam bigint,
    urgency bigint,
    asks_reply bigint,
    by_id bigint not null,
    at bigint not null,
    version bigint not null,
    primary key (workspace_id, id)
);
CREATE UNIQUE INDEX example_once on example (workspace_id, digest);
CREATE TABLE hour_count (
    workspace_id bigint not null,
    hour bigint not null,
    channel_id bigint not null,
    kind bigint not null,
    language text not null,
    model text not null,
    messages bigint not null,
    sentiment_sum bigint not null,
    primary key (workspace_id, hour, channel_id, kind, language, model)
) without rowid;
CREATE TABLE idempotency (
    workspace_id bigint not null,
    key text not null,
    request_digest blob not null,
    answer text not null,
    at bigint not null,
    primary key (workspace_id, key)
);
CREATE TABLE identity (
    workspace_id bigint not null,
    id bigint not null,
    origin text not null,
    handle text not null,
    name text not null,
    folded text not null,
    bot boolean not null,
    first_at bigint,
    last_at bigint,
    messages bigint not null,
    run_id bigint not null,
    version bigint not null, name_run_id bigint,
    primary key (workspace_id, id)
) without rowid;
CREATE INDEX identity_by_first on identity (workspace_id, first_at, id);
CREATE INDEX identity_by_name on identity (workspace_id, folded, id);
CREATE INDEX identity_by_run on identity (workspace_id, run_id, id) where run_id <> 0;
CREATE TABLE identity_day (
    workspace_id bigint not null,
    day bigint not null,
    channel_id bigint not null,
    identity_id bigint not null,
    messages bigint not null,
    primary key (workspace_id, day, channel_id, identity_id)
) without rowid;
CREATE TABLE identity_month (
    workspace_id bigint not null,
    month bigint not null,
    identity_id bigint not null,
    messages bigint not null,
    primary key (workspace_id, month, identity_id)
) without rowid;
CREATE INDEX identity_named on identity (workspace_id, name_run_id) where name_run_id is not null;
CREATE TABLE imported_thing (
    workspace_id bigint not null,
    id bigint not null,
    kind text not null,
    origin text not null,
    subject text not null,
    handle text not null,
    name text not null,
    at bigint,
    arrived_at bigint not null,
    record blob not null,
    source blob not null,
    run_id bigint not null,
    primary key (workspace_id, id)
);
CREATE INDEX imported_thing_by_handle on imported_thing (workspace_id, handle, id);
CREATE INDEX imported_thing_by_kind on imported_thing (workspace_id, kind, subject, arrived_at, id);
CREATE INDEX imported_thing_by_run on imported_thing (workspace_id, run_id, id) where run_id <> 0;
CREATE TABLE job (
    workspace_id bigint not null,
    id bigint not null,
    kind text not null,
    input text not null,
    due_at bigint not null,
    attempts bigint not null,
    leased_until bigint not null,
    failure text, claims bigint not null default 0,
    primary key (workspace_id, id)
);
CREATE INDEX job_due on job (due_at, workspace_id, id);
CREATE UNIQUE INDEX job_once on job (workspace_id, kind, input);
CREATE TABLE journal (
    workspace_id bigint not null,
    id bigint not null,
    at bigint not null,
    actor text not null,
    actor_id bigint not null,
    act text not null,
    subjects text not null,
    digest blob not null,
    undoes bigint,
    undone_by bigint,
    seq bigint,
    hash blob,
    primary key (workspace_id, id)
) without rowid;
CREATE UNIQUE INDEX journal_by_seq on journal (workspace_id, seq) where seq is not null;
CREATE TABLE journal_payload (
    workspace_id bigint not null,
    entry_id bigint not null,
    salt blob not null,
    payload text not null,
    primary key (workspace_id, entry_id)
);
CREATE TABLE journal_subject (
    workspace_id bigint not null,
    subject text not null,
    entry_id bigint not null,
    primary key (workspace_id, subject, entry_id)
) without rowid;
CREATE INDEX journal_unsealed on journal (workspace_id, id) where seq is null;
CREATE TABLE label (
    workspace_id bigint not null,
    subject text not null,
    subject_id bigint not null,
    name text not null,
    by_id bigint not null,
    at bigint not null,
    version bigint not null,
    primary key (workspace_id, subject, subject_id, name)
) without rowid;
CREATE INDEX label_by_name on label (workspace_id, subject, name, subject_id);
CREATE TABLE lease (
    name text primary key,
    holder bigint not null,
    until bigint not null
);
CREATE TABLE member (
    workspace_id bigint not null,
    id bigint not null,
    name text not null,
    merged_into bigint,
    version bigint not null,
    primary key (workspace_id, id)
) without rowid;
CREATE TABLE member_link (
    workspace_id bigint not null,
    identity_id bigint not null,
    member_id bigint not null,
    version bigint not null,
    primary key (workspace_id, identity_id)
) without rowid;
CREATE INDEX member_link_by_member on member_link (workspace_id, member_id, identity_id);
CREATE INDEX member_merged on member (workspace_id, merged_into, id) where merged_into is not null;
CREATE TABLE message (
    id integer primary key,
    workspace_id bigint not null,
    conversation_id bigint not null,
    channel_id bigint not null,
    identity_id bigint not null,
    key blob not null,
    native_id text,
    reply_to text,
    sent_at bigint,
    arrived_at bigint not null,
    outbound boolean not null,
    deleted boolean not null,
    edited_at bigint,
    text text not null,
    run_id bigint not null,
    version bigint not null
);
CREATE INDEX message_by_conversation on message (workspace_id, conversation_id);
CREATE INDEX message_by_id on message (workspace_id);
CREATE UNIQUE INDEX message_by_key on message (workspace_id, key);
CREATE INDEX message_by_run on message (workspace_id, run_id) where run_id <> 0;
CREATE VIRTUAL TABLE message_search using fts5 (
    words,
    facets,
    content = '',
    contentless_delete = 1,
    tokenize = 'ascii'
);
CREATE TABLE 'message_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'message_search_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'message_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
CREATE TABLE 'message_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE message_source (
    message_id integer primary key,
    workspace_id bigint not null,
    record blob not null
);
CREATE TABLE migration (
        number bigint primary key,
        name text not null,
        digest text not null
    );
CREATE TABLE month_count (
    workspace_id bigint not null,
    month bigint not null,
    channel_id bigint not null,
    kind bigint not null,
    language text not null,
    model text not null,
    messages bigint not null,
    sentiment_sum bigint not null,
    primary key (workspace_id, month, channel_id, kind, language, model)
) without rowid;
CREATE TABLE note (
    workspace_id bigint not null,
    id bigint not null,
    conversation_id bigint not null,
    by_id bigint not null,
    at bigint not null,
    body text not null,
    version bigint not null,
    primary key (workspace_id, id)
);
CREATE INDEX note_by_conversation on note (workspace_id, conversation_id, id);
CREATE TABLE product (
    workspace_id bigint not null,
    key text not null,
    name text not null,
    spellings text not null,
    by_id bigint not null,
    at bigint not null,
    version bigint not null,
    primary key (workspace_id, key)
);
CREATE TABLE reaction (
    workspace_id bigint not null,
    message_id bigint not null,
    position bigint not null,
    name text not null,
    times bigint not null,
    primary key (workspace_id, message_id, position)
) without rowid;
CREATE TABLE reading (
    message_id integer primary key,
    workspace_id bigint not null,
    model text not null,
    language text not null,
    language_confidence bigint not null,
    sentiment bigint not null,
    kind bigint not null,
    kinds text not null,
    urgency bigint not null,
    toxicity bigint not null,
    spam bigint not null,
    asks_reply boolean not null,
    keywords text not null,
    evidence text not null
);
CREATE TABLE run (
    workspace_id bigint not null references workspace (id),
    id bigint not null,
    entry_id bigint not null,
    format text not null,
    file text not null,
    fingerprint blob not null,
    options text not null,
    state text not null,
    position bigint not null,
    imported bigint not null,
    already bigint not null,
    skipped text not null,
    warnings text not null,
    started_at bigint not null,
    finished_at bigint, failure text,
    primary key (workspace_id, id)
);
CREATE TABLE session (
    token_digest blob primary key,
    staff_id bigint not null references staff (id),
    csrf text not null,
    created_at bigint not null,
    expires_at bigint not null
) without rowid;
CREATE TABLE staff (
    id bigint primary key,
    email text not null unique,
    name text not null,
    password_hash text not null,
    language text not null,
    created_at bigint not null
);
CREATE TABLE staff_role (
    workspace_id bigint not null references workspace (id),
    staff_id bigint not null references staff (id),
    role text not null,
    primary key (workspace_id, staff_id)
) without rowid;
CREATE TABLE token (
    workspace_id bigint not null references workspace (id),
    id bigint not null,
    name text not null,
    token_digest blob not null unique,
    scopes text not null,
    created_at bigint not null,
    revoked_at bigint,
    primary key (workspace_id, id)
) without rowid;
CREATE TABLE tombstone (
    workspace_id bigint not null,
    digest blob not null,
    number bigint not null,
    primary key (workspace_id, digest)
);
CREATE TABLE topic (
    workspace_id bigint not null,
    id bigint not null,
    name text not null,
    named bigint not null,
    pinned bigint not null,
    merged_into bigint,
    keywords text not null,
    example_id bigint not null,
    version bigint not null,
    primary key (workspace_id, id)
);
CREATE TABLE topic_book (
    workspace_id bigint primary key,
    book blob not null,
    version bigint not null
);
CREATE TABLE topic_day (
    workspace_id bigint not null,
    day bigint not null,
    topic_id bigint not null,
    messages bigint not null,
    primary key (workspace_id, day, topic_id)
);
CREATE TABLE topic_message (
    workspace_id bigint not null,
    message_id bigint not null,
    topic_id bigint not null,
    primary key (workspace_id, message_id)
);
CREATE INDEX topic_message_by_topic on topic_message (workspace_id, topic_id, message_id);
CREATE TABLE topic_month (
    workspace_id bigint not null,
    month text not null,
    position bigint not null,
    name text not null,
    keywords text not null,
    messages bigint not null,
    voices bigint not null,
    example_id bigint not null,
    example text not null,
    primary key (workspace_id, month, position)
);
CREATE TABLE watched_series (
    workspace_id bigint not null,
    series text not null,
    by_id bigint not null,
    at bigint not null,
    version bigint not null,
    primary key (workspace_id, series)
);
CREATE TABLE workspace (
    id bigint primary key,
    name text not null unique,
    created_at bigint not null
, key_number bigint, key_order bigint not null default 0);
