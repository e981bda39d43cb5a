-- What is known of an erasure while it is under way, as JSON; null once its certificate stands.
alter table erasure add column under_way {text};
