alert.workspace_id bigint not null
alert.id bigint not null
alert.series text not null collate C
alert.at bigint not null
alert.direction text not null collate C
alert.messages bigint not null
alert.voices bigint not null
alert.expected bigint not null
alert.score bigint not null
alert.phrases text not null collate C
alert.first_id bigint not null
alert.top_ids text not null collate C
alert.dismissed bigint not null
alert.version bigint not null
alert: PRIMARY KEY (workspace_id, id)
CREATE INDEX alert_by_time ON alert USING btree (workspace_id, dismissed, at, id)
CREATE UNIQUE INDEX alert_once ON alert USING btree (workspace_id, series, at)
CREATE UNIQUE INDEX alert_pkey ON alert USING btree (workspace_id, id)
attachment.workspace_id bigint not null
attachment.message_id bigint not null
attachment.position bigint not null
attachment.name text not null collate C
attachment.media_type text not null collate C
attachment.size_bytes bigint not null
attachment.digest bytea
attachment.url text collate C
attachment: PRIMARY KEY (workspace_id, message_id, "position")
CREATE UNIQUE INDEX attachment_pkey ON attachment USING btree (workspace_id, message_id, "position")
backup_folder.folder text not null collate C
backup_folder: PRIMARY KEY (folder)
CREATE UNIQUE INDEX backup_folder_pkey ON backup_folder USING btree (folder)
blob.workspace_id bigint not null
blob.digest bytea not null
blob.chunk bigint not null
blob.content bytea not null
blob: PRIMARY KEY (workspace_id, digest, chunk)
CREATE UNIQUE INDEX blob_pkey ON blob USING btree (workspace_id, digest, chunk)
channel.workspace_id bigint not null
channel.id bigint not null
channel.kind text not null collate C
channel.origin text not null collate C
channel.name text not null collate C
channel.run_id bigint not null
channel.version bigint not null
channel: PRIMARY KEY (workspace_id, id)
CREATE UNIQUE INDEX channel_pkey ON channel USING btree (workspace_id, id)
conversation.workspace_id bigint not null
conversation.id bigint not null
conversation.channel_id bigint not null
conversation.origin text not null collate C
conversation.key text not null collate C
conversation.title text not null collate C
conversation.state bigint not null
conversation.assignee_id bigint
conversation.snoozed_until bigint
conversation.started_at bigint
conversation.started_by bigint
conversation.first_other_at bigint
conversation.first_other_by bigint
conversation.first_staff_at bigint
conversation.last_at bigint not null default 0
conversation.last_message_id bigint not null default 0
conversation.last_by bigint not null default 0
conversation.messages bigint not null default 0
conversation.kind bigint not null default 0
conversation.urgency bigint not null default 0
conversation.language text not null collate C default ''::text
conversation.merged_into bigint
conversation.run_id bigint not null default 0
conversation.version bigint not null
conversation.title_run_id bigint
conversation.opened_run_id bigint
conversation.opened_from bigint
conversation.language_confidence bigint not null default 0
conversation.opening_signs bigint not null default 0
conversation: PRIMARY KEY (workspace_id, id)
CREATE INDEX conversation_by_assignee ON conversation USING btree (workspace_id, assignee_id, state, last_at, id) WHERE (assignee_id IS NOT NULL)
CREATE INDEX conversation_by_kind ON conversation USING btree (workspace_id, kind, state, last_at, id, merged_into) WHERE (merged_into IS NULL)
CREATE INDEX conversation_by_last ON conversation USING btree (workspace_id, last_at, id, merged_into) WHERE (merged_into IS NULL)
CREATE INDEX conversation_by_start ON conversation USING btree (workspace_id, started_at, first_other_at, started_by, first_other_by, merged_into, id)
CREATE INDEX conversation_by_state ON conversation USING btree (workspace_id, state, last_at, id, assignee_id, merged_into) WHERE (merged_into IS NULL)
CREATE INDEX conversation_merged ON conversation USING btree (workspace_id, merged_into, id) WHERE (merged_into IS NOT NULL)
CREATE INDEX conversation_opened ON conversation USING btree (workspace_id, opened_run_id) WHERE (opened_run_id IS NOT NULL)
CREATE INDEX conversation_snoozed ON conversation USING btree (workspace_id, snoozed_until, id) WHERE (snoozed_until IS NOT NULL)
CREATE INDEX conversation_titled ON conversation USING btree (workspace_id, title_run_id) WHERE (title_run_id IS NOT NULL)
CREATE INDEX conversation_touched ON conversation USING btree (workspace_id, run_id, version) WHERE (version <> 0)
CREATE INDEX conversation_unanswered ON conversation USING btree (workspace_id, state, last_at, id, first_other_at, merged_into) WHERE ((merged_into IS NULL) AND (first_other_at IS NULL))
CREATE INDEX conversation_urgent ON conversation USING btree (workspace_id, state, last_at, id, urgency, merged_into) WHERE ((merged_into IS NULL) AND (urgency >= 5000))
CREATE UNIQUE INDEX conversation_pkey ON conversation USING btree (workspace_id, id)
correction.workspace_id bigint not null
correction.message_id bigint not null
correction.kind bigint
correction.sentiment bigint
correction.language text collate C
correction.by_id bigint not null
correction.at bigint not null
correction.version bigint not null
correction.toxicity bigint
correction.spam bigint
correction.urgency bigint
correction.asks_reply bigint
correction: PRIMARY KEY (workspace_id, message_id)
CREATE UNIQUE INDEX correction_pkey ON correction USING btree (workspace_id, message_id)
erasure.workspace_id bigint not null
erasure.number bigint not null
erasure.entry_id bigint not null
erasure.at bigint not null
erasure.salt bytea not null
erasure.certificate text not null collate C
erasure.under_way text collate C
erasure: PRIMARY KEY (workspace_id, number)
CREATE UNIQUE INDEX erasure_pkey ON erasure USING btree (workspace_id, number)
example.workspace_id bigint not null
example.id bigint not null
example.digest text not null collate C
example.title text not null collate C
example.text text not null collate C
example.kind bigint
example.sentiment bigint
example.language text collate C
example.toxicity bigint
example.spam bigint
example.urgency bigint
example.asks_reply bigint
example.by_id bigint not null
example.at bigint not null
example.version bigint not null
example: PRIMARY KEY (workspace_id, id)
CREATE UNIQUE INDEX example_once ON example USING btree (workspace_id, digest)
CREATE UNIQUE INDEX example_pkey ON example USING btree (workspace_id, id)
hour_count.workspace_id bigint not null
hour_count.hour bigint not null
hour_count.channel_id bigint not null
hour_count.kind bigint not null
hour_count.language text not null collate C
hour_count.model text not null collate C
hour_count.messages bigint not null
hour_count.sentiment_sum bigint not null
hour_count: PRIMARY KEY (workspace_id, hour, channel_id, kind, language, model)
CREATE UNIQUE INDEX hour_count_pkey ON hour_count USING btree (workspace_id, hour, channel_id, kind, language, model)
idempotency.workspace_id bigint not null
idempotency.key text not null collate C
idempotency.request_digest bytea not null
idempotency.answer text not null collate C
idempotency.at bigint not null
idempotency: PRIMARY KEY (workspace_id, key)
CREATE UNIQUE INDEX idempotency_pkey ON idempotency USING btree (workspace_id, key)
identity.workspace_id bigint not null
identity.id bigint not null
identity.origin text not null collate C
identity.handle text not null collate C
identity.name text not null collate C
identity.folded text not null collate C
identity.bot boolean not null
identity.first_at bigint
identity.last_at bigint
identity.messages bigint not null
identity.run_id bigint not null
identity.version bigint not null
identity.name_run_id bigint
identity: PRIMARY KEY (workspace_id, id)
CREATE INDEX identity_by_first ON identity USING btree (workspace_id, first_at, id)
CREATE INDEX identity_by_name ON identity USING btree (workspace_id, folded, id)
CREATE INDEX identity_by_run ON identity USING btree (workspace_id, run_id, id) WHERE (run_id <> 0)
CREATE INDEX identity_named ON identity USING btree (workspace_id, name_run_id) WHERE (name_run_id IS NOT NULL)
CREATE UNIQUE INDEX identity_pkey ON identity USING btree (workspace_id, id)
identity_day.workspace_id bigint not null
identity_day.day bigint not null
identity_day.channel_id bigint not null
identity_day.identity_id bigint not null
identity_day.messages bigint not null
identity_day: PRIMARY KEY (workspace_id, day, channel_id, identity_id)
CREATE UNIQUE INDEX identity_day_pkey ON identity_day USING btree (workspace_id, day, channel_id, identity_id)
identity_month.workspace_id bigint not null
identity_month.month bigint not null
identity_month.identity_id bigint not null
identity_month.messages bigint not null
identity_month: PRIMARY KEY (workspace_id, month, identity_id)
CREATE UNIQUE INDEX identity_month_pkey ON identity_month USING btree (workspace_id, month, identity_id)
imported_thing.workspace_id bigint not null
imported_thing.id bigint not null
imported_thing.kind text not null collate C
imported_thing.origin text not null collate C
imported_thing.subject text not null collate C
imported_thing.handle text not null collate C
imported_thing.name text not null collate C
imported_thing.at bigint
imported_thing.arrived_at bigint not null
imported_thing.record bytea not null
imported_thing.source bytea not null
imported_thing.run_id bigint not null
imported_thing: PRIMARY KEY (workspace_id, id)
CREATE INDEX imported_thing_by_handle ON imported_thing USING btree (workspace_id, handle, id)
CREATE INDEX imported_thing_by_kind ON imported_thing USING btree (workspace_id, kind, subject, arrived_at, id)
CREATE INDEX imported_thing_by_run ON imported_thing USING btree (workspace_id, run_id, id) WHERE (run_id <> 0)
CREATE UNIQUE INDEX imported_thing_pkey ON imported_thing USING btree (workspace_id, id)
job.workspace_id bigint not null
job.id bigint not null
job.kind text not null collate C
job.input text not null collate C
job.due_at bigint not null
job.attempts bigint not null
job.leased_until bigint not null
job.failure text collate C
job.claims bigint not null default 0
job: PRIMARY KEY (workspace_id, id)
CREATE INDEX job_due ON job USING btree (due_at, workspace_id, id)
CREATE UNIQUE INDEX job_once ON job USING btree (workspace_id, kind, input)
CREATE UNIQUE INDEX job_pkey ON job USING btree (workspace_id, id)
journal.workspace_id bigint not null
journal.id bigint not null
journal.at bigint not null
journal.actor text not null collate C
journal.actor_id bigint not null
journal.act text not null collate C
journal.subjects text not null collate C
journal.digest bytea not null
journal.undoes bigint
journal.undone_by bigint
journal.seq bigint
journal.hash bytea
journal: PRIMARY KEY (workspace_id, id)
CREATE INDEX journal_unsealed ON journal USING btree (workspace_id, id) WHERE (seq IS NULL)
CREATE UNIQUE INDEX journal_by_seq ON journal USING btree (workspace_id, seq) WHERE (seq IS NOT NULL)
CREATE UNIQUE INDEX journal_pkey ON journal USING btree (workspace_id, id)
journal_payload.workspace_id bigint not null
journal_payload.entry_id bigint not null
journal_payload.salt bytea not null
journal_payload.payload text not null collate C
journal_payload: PRIMARY KEY (workspace_id, entry_id)
CREATE UNIQUE INDEX journal_payload_pkey ON journal_payload USING btree (workspace_id, entry_id)
journal_subject.workspace_id bigint not null
journal_subject.subject text not null collate C
journal_subject.entry_id bigint not null
journal_subject: PRIMARY KEY (workspace_id, subject, entry_id)
CREATE UNIQUE INDEX journal_subject_pkey ON journal_subject USING btree (workspace_id, subject, entry_id)
label.workspace_id bigint not null
label.subject text not null collate C
label.subject_id bigint not null
label.name text not null collate C
label.by_id bigint not null
label.at bigint not null
label.version bigint not null
label: PRIMARY KEY (workspace_id, subject, subject_id, name)
CREATE INDEX label_by_name ON label USING btree (workspace_id, subject, name, subject_id)
CREATE UNIQUE INDEX label_pkey ON label USING btree (workspace_id, subject, subject_id, name)
lease.name text not null collate C
lease.holder bigint not null
lease.until bigint not null
lease: PRIMARY KEY (name)
CREATE UNIQUE INDEX lease_pkey ON lease USING btree (name)
member.workspace_id bigint not null
member.id bigint not null
member.name text not null collate C
member.merged_into bigint
member.version bigint not null
member: PRIMARY KEY (workspace_id, id)
CREATE INDEX member_merged ON member USING btree (workspace_id, merged_into, id) WHERE (merged_into IS NOT NULL)
CREATE UNIQUE INDEX member_pkey ON member USING btree (workspace_id, id)
member_link.workspace_id bigint not null
member_link.identity_id bigint not null
member_link.member_id bigint not null
member_link.version bigint not null
member_link: PRIMARY KEY (workspace_id, identity_id)
CREATE INDEX member_link_by_member ON member_link USING btree (workspace_id, member_id, identity_id)
CREATE UNIQUE INDEX member_link_pkey ON member_link USING btree (workspace_id, identity_id)
message.id bigint not null
message.workspace_id bigint not null
message.conversation_id bigint not null
message.channel_id bigint not null
message.identity_id bigint not null
message.key bytea not null
message.native_id text collate C
message.reply_to text collate C
message.sent_at bigint
message.arrived_at bigint not null
message.outbound boolean not null
message.deleted boolean not null
message.edited_at bigint
message.text text not null collate C
message.run_id bigint not null
message.version bigint not null
message: PRIMARY KEY (id)
CREATE INDEX message_by_conversation ON message USING btree (workspace_id, conversation_id, id)
CREATE INDEX message_by_id ON message USING btree (workspace_id, id)
CREATE INDEX message_by_identity ON message USING btree (workspace_id, identity_id, id)
CREATE INDEX message_by_run ON message USING btree (workspace_id, run_id, id) WHERE (run_id <> 0)
CREATE UNIQUE INDEX message_by_key ON message USING btree (workspace_id, key)
CREATE UNIQUE INDEX message_pkey ON message USING btree (id)
message_search.message_id bigint not null
message_search.tokens tsvector not null
message_search: PRIMARY KEY (message_id)
CREATE INDEX message_search_tokens ON message_search USING gin (tokens)
CREATE UNIQUE INDEX message_search_pkey ON message_search USING btree (message_id)
message_source.message_id bigint not null
message_source.workspace_id bigint not null
message_source.record bytea not null
message_source: PRIMARY KEY (message_id)
CREATE UNIQUE INDEX message_source_pkey ON message_source USING btree (message_id)
migration.number bigint not null
migration.name text not null
migration.digest text not null
migration: PRIMARY KEY (number)
CREATE UNIQUE INDEX migration_pkey ON migration USING btree (number)
month_count.workspace_id bigint not null
month_count.month bigint not null
month_count.channel_id bigint not null
month_count.kind bigint not null
month_count.language text not null collate C
month_count.model text not null collate C
month_count.messages bigint not null
month_count.sentiment_sum bigint not null
month_count: PRIMARY KEY (workspace_id, month, channel_id, kind, language, model)
CREATE UNIQUE INDEX month_count_pkey ON month_count USING btree (workspace_id, month, channel_id, kind, language, model)
note.workspace_id bigint not null
note.id bigint not null
note.conversation_id bigint not null
note.by_id bigint not null
note.at bigint not null
note.body text not null collate C
note.version bigint not null
note: PRIMARY KEY (workspace_id, id)
CREATE INDEX note_by_conversation ON note USING btree (workspace_id, conversation_id, id)
CREATE UNIQUE INDEX note_pkey ON note USING btree (workspace_id, id)
product.workspace_id bigint not null
product.key text not null collate C
product.name text not null collate C
product.spellings text not null collate C
product.by_id bigint not null
product.at bigint not null
product.version bigint not null
product: PRIMARY KEY (workspace_id, key)
CREATE UNIQUE INDEX product_pkey ON product USING btree (workspace_id, key)
reaction.workspace_id bigint not null
reaction.message_id bigint not null
reaction.position bigint not null
reaction.name text not null collate C
reaction.times bigint not null
reaction: PRIMARY KEY (workspace_id, message_id, "position")
CREATE UNIQUE INDEX reaction_pkey ON reaction USING btree (workspace_id, message_id, "position")
reading.message_id bigint not null
reading.workspace_id bigint not null
reading.model text not null collate C
reading.language text not null collate C
reading.language_confidence bigint not null
reading.sentiment bigint not null
reading.kind bigint not null
reading.kinds text not null collate C
reading.urgency bigint not null
reading.toxicity bigint not null
reading.spam bigint not null
reading.asks_reply boolean not null
reading.keywords text not null collate C
reading.evidence text not null collate C
reading: PRIMARY KEY (message_id)
CREATE UNIQUE INDEX reading_pkey ON reading USING btree (message_id)
run.workspace_id bigint not null
run.id bigint not null
run.entry_id bigint not null
run.format text not null collate C
run.file text not null collate C
run.fingerprint bytea not null
run.options text not null collate C
run.state text not null collate C
run.position bigint not null
run.imported bigint not null
run.already bigint not null
run.skipped text not null collate C
run.warnings text not null collate C
run.started_at bigint not null
run.finished_at bigint
run.failure text collate C
run: FOREIGN KEY (workspace_id) REFERENCES workspace(id)
run: PRIMARY KEY (workspace_id, id)
CREATE UNIQUE INDEX run_pkey ON run USING btree (workspace_id, id)
session.token_digest bytea not null
session.staff_id bigint not null
session.csrf text not null collate C
session.created_at bigint not null
session.expires_at bigint not null
session: FOREIGN KEY (staff_id) REFERENCES staff(id)
session: PRIMARY KEY (token_digest)
CREATE UNIQUE INDEX session_pkey ON session USING btree (token_digest)
staff.id bigint not null
staff.email text not null collate C
staff.name text not null collate C
staff.password_hash text not null collate C
staff.language text not null collate C
staff.created_at bigint not null
staff: PRIMARY KEY (id)
staff: UNIQUE (email)
CREATE UNIQUE INDEX staff_email_key ON staff USING btree (email)
CREATE UNIQUE INDEX staff_pkey ON staff USING btree (id)
staff_role.workspace_id bigint not null
staff_role.staff_id bigint not null
staff_role.role text not null collate C
staff_role: FOREIGN KEY (staff_id) REFERENCES staff(id)
staff_role: FOREIGN KEY (workspace_id) REFERENCES workspace(id)
staff_role: PRIMARY KEY (workspace_id, staff_id)
CREATE UNIQUE INDEX staff_role_pkey ON staff_role USING btree (workspace_id, staff_id)
token.workspace_id bigint not null
token.id bigint not null
token.name text not null collate C
token.token_digest bytea not null
token.scopes text not null collate C
token.created_at bigint not null
token.revoked_at bigint
token: FOREIGN KEY (workspace_id) REFERENCES workspace(id)
token: PRIMARY KEY (workspace_id, id)
token: UNIQUE (token_digest)
CREATE UNIQUE INDEX token_pkey ON token USING btree (workspace_id, id)
CREATE UNIQUE INDEX token_token_digest_key ON token USING btree (token_digest)
tombstone.workspace_id bigint not null
tombstone.digest bytea not null
tombstone.number bigint not null
tombstone: PRIMARY KEY (workspace_id, digest)
CREATE UNIQUE INDEX tombstone_pkey ON tombstone USING btree (workspace_id, digest)
topic.workspace_id bigint not null
topic.id bigint not null
topic.name text not null collate C
topic.named bigint not null
topic.pinned bigint not null
topic.merged_into bigint
topic.keywords text not null collate C
topic.example_id bigint not null
topic.version bigint not null
topic: PRIMARY KEY (workspace_id, id)
CREATE UNIQUE INDEX topic_pkey ON topic USING btree (workspace_id, id)
topic_book.workspace_id bigint not null
topic_book.book bytea not null
topic_book.version bigint not null
topic_book: PRIMARY KEY (workspace_id)
CREATE UNIQUE INDEX topic_book_pkey ON topic_book USING btree (workspace_id)
topic_day.workspace_id bigint not null
topic_day.day bigint not null
topic_day.topic_id bigint not null
topic_day.messages bigint not null
topic_day: PRIMARY KEY (workspace_id, day, topic_id)
CREATE UNIQUE INDEX topic_day_pkey ON topic_day USING btree (workspace_id, day, topic_id)
topic_message.workspace_id bigint not null
topic_message.message_id bigint not null
topic_message.topic_id bigint not null
topic_message: PRIMARY KEY (workspace_id, message_id)
CREATE INDEX topic_message_by_topic ON topic_message USING btree (workspace_id, topic_id, message_id)
CREATE UNIQUE INDEX topic_message_pkey ON topic_message USING btree (workspace_id, message_id)
topic_month.workspace_id bigint not null
topic_month.month text not null collate C
topic_month.position bigint not null
topic_month.name text not null collate C
topic_month.keywords text not null collate C
topic_month.messages bigint not null
topic_month.voices bigint not null
topic_month.example_id bigint not null
topic_month.example text not null collate C
topic_month: PRIMARY KEY (workspace_id, month, "position")
CREATE UNIQUE INDEX topic_month_pkey ON topic_month USING btree (workspace_id, month, "position")
watched_series.workspace_id bigint not null
watched_series.series text not null collate C
watched_series.by_id bigint not null
watched_series.at bigint not null
watched_series.version bigint not null
watched_series: PRIMARY KEY (workspace_id, series)
CREATE UNIQUE INDEX watched_series_pkey ON watched_series USING btree (workspace_id, series)
workspace.id bigint not null
workspace.name text not null collate C
workspace.created_at bigint not null
workspace.key_number bigint
workspace.key_order bigint not null default 0
workspace: PRIMARY KEY (id)
workspace: UNIQUE (name)
CREATE UNIQUE INDEX workspace_name_key ON workspace USING btree (name)
CREATE UNIQUE INDEX workspace_pkey ON workspace USING btree (id)
