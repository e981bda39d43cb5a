-- Whether natural keys stand where their hash falls (0, as in workspaces made before) or near those of about the same
-- time (1).
alter table workspace add column key_order bigint not null default 0;
