-- Runs on H2 2.2 and on PostgreSQL 14 and later alike: standard SQL only.

create table tenants (
    tenant_id varchar(36) not null,
    name varchar(200) not null,
    status varchar(20) not null,
    suspended_from varchar(20),
    created_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    version bigint not null,
    constraint tenants_pk primary key (tenant_id),
    constraint tenants_status check (status in ('INVITED', 'CONSENTED', 'SUSPENDED', 'CONSENT_REVOKED', 'OFFBOARDED')),
    constraint tenants_suspended_from check ((status = 'SUSPENDED') = (suspended_from is not null))
);

create table environments (
    host varchar(260) not null,
    tenant_id varchar(36) not null,
    status varchar(20) not null,
    reason varchar(1000),
    -- The latest readiness steps as JSON; long, but not a large object, which the providers treat differently.
    steps varchar(100000) not null,
    version bigint not null,
    constraint environments_pk primary key (host),
    constraint environments_tenant foreign key (tenant_id) references tenants (tenant_id),
    constraint environments_status check (status in ('PENDING', 'CONNECTED', 'DEGRADED', 'DISABLED'))
);

-- Pages of one tenant's environments are in the order of hosts.
create index environments_of_tenant on environments (tenant_id, host);

create sequence audit_event_ids start with 1 increment by 1;

-- No foreign keys: an event outlives what it tells of.
create table audit_events (
    id bigint not null,
    happened_at timestamp(6) with time zone not null,
    tenant_id varchar(36),
    environment varchar(260),
    action varchar(100) not null,
    actor varchar(200) not null,
    detail varchar(2000) not null,
    constraint audit_events_pk primary key (id)
);

-- Pages of one tenant's events are newest first.
create index audit_events_of_tenant on audit_events (tenant_id, id);
