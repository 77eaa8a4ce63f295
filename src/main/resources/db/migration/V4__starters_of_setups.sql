-- Who started the last setup, so that nobody is told of another person's as of their own; as in the audit trail.
alter table application_user_jobs add column started_by varchar(200);
