-- Which run of the setup goes on: one that was silent for too long and comes back changes nothing any more.
alter table application_user_jobs add column run_id varchar(36);
