-- Which claim of a job holds; its attempts count only failures from now on.
alter table job add column claims bigint not null default 0;
update job set attempts = 0;
