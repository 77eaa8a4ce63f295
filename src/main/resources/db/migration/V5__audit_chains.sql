-- One chain of events for each tenant, and one for what concerns none. Events from before have none of these columns.
alter table audit_events add column chain_number bigint;
-- SHA-256 over what the event says of persons, with a salt; absent where it says nothing of any.
alter table audit_events add column persons_hash varchar(64);
-- The HMAC of the event before.
alter table audit_events add column previous_mac varchar(64);
-- The key of the HMAC, by its id; the key itself is never here.
alter table audit_events add column key_id varchar(16);
alter table audit_events add column mac varchar(64);

create index audit_events_in_chain on audit_events (tenant_id, chain_number);

-- What events say of persons, apart from them: it can be erased, and the chain still fits. No foreign key, as with events.
create table audit_persons (
    event_id bigint not null,
    salt varchar(32) not null,
    actor varchar(200),
    named varchar(200),
    constraint audit_persons_pk primary key (event_id)
);

-- Where each chain begins and ends; locked by whoever writes into it.
create table audit_chains (
    -- A tenant's id, or 'none'.
    chain varchar(36) not null,
    -- Its number among the chains, in the order in which they began.
    place bigint not null,
    -- The last event that was removed from the front because of its age.
    removed_number bigint not null,
    removed_mac varchar(64) not null,
    last_number bigint not null,
    last_mac varchar(64) not null,
    -- How many events from before the chain there are.
    before_count bigint not null,
    -- Of events up to this number the persons may be erased.
    erased_to bigint not null,
    key_id varchar(16) not null,
    mac varchar(64) not null,
    constraint audit_chains_pk primary key (chain)
);

-- How many chains there are, with an HMAC from the first start on; locked by whoever begins one.
create table audit_register (
    id integer not null,
    chains bigint not null,
    key_id varchar(16) not null,
    mac varchar(64) not null,
    constraint audit_register_pk primary key (id)
);

insert into audit_register values (1, 0, '', '');
