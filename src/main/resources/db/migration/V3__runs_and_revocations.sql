-- Which run of the setup goes on: one that was silent for too long and comes back changes nothing any more.
alter table application_user_jobs add column run_id varchar(36);

-- A consent from before that is spent. Unlike the time of the last change, nothing that comes later moves it.
alter table tenants add column consent_revoked_at timestamp(6) with time zone;
