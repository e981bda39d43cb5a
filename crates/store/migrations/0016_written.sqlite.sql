-- What somebody wrote is found by the search index's facet, which holds the same: an index of identities, which are
-- hashes, touched another page with each message (decision 17).
drop index message_by_identity;
