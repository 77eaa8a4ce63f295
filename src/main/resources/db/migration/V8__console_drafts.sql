-- What staff had filled in when their sign-in had ended, for a day.
create table console_drafts (
    id varchar(36) not null,
    -- Whose it is.
    tenant_id varchar(36) not null,
    object_id varchar(36) not null,
    -- Like the query of an address.
    fields varchar(1000000) not null,
    expires_at timestamp(6) with time zone not null,
    constraint console_drafts_pk primary key (id)
);
create index console_drafts_by_person on console_drafts (tenant_id, object_id);
