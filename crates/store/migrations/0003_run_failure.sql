-- Why a run could not be brought in; null while it goes well.
alter table run add column failure {text};
