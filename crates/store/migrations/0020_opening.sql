-- How the kind and language of a conversation's first message are known, so that a list need not look for that message.
-- `opening_signs` is the sum of 1 (the kind is a guess), 2 (a person said the kind) and 4 (a person said the language).
alter table conversation add column language_confidence bigint not null default 0;
alter table conversation add column opening_signs bigint not null default 0;
update conversation
set language_confidence = coalesce((
        select reading.language_confidence
        from reading
        where reading.message_id = (
            select min(message.id)
            from message
            where message.workspace_id = conversation.workspace_id and message.conversation_id = conversation.id
                and (message.sent_at = conversation.started_at or conversation.started_at is null)
        )
    ), 0),
    opening_signs = coalesce((
        select case when reading.kinds like '?%' then 1 else 0 end
            + case when correction.kind is not null or reading.evidence like 'example+kind%' then 2 else 0 end
            + case
                when correction.language is not null or reading.evidence like 'example+language%'
                    or reading.evidence like 'example+kind+language%'
                    or reading.evidence like 'example+sentiment+language%'
                    or reading.evidence like 'example+kind+sentiment+language%' then 4
                else 0
            end
        from reading
        left join correction
            on correction.workspace_id = reading.workspace_id and correction.message_id = reading.message_id
        where reading.message_id = (
            select min(message.id)
            from message
            where message.workspace_id = conversation.workspace_id and message.conversation_id = conversation.id
                and (message.sent_at = conversation.started_at or conversation.started_at is null)
        )
    ), 0);
