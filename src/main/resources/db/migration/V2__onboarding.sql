-- Runs on H2 2.2 and on PostgreSQL 14 and later alike: standard SQL only.

-- Who gave the consent, and since when a consent waits for an operator because whoever gave it has no standing.
alter table tenants add column consenter varchar(36);
alter table tenants add column approval_awaited_since timestamp(6) with time zone;

-- People who are signed in, by the SHA-256 of their browser's cookie: whoever reads this table can be none of them.
create table browser_sessions (
    key_hash varchar(64) not null,
    tenant_id varchar(36) not null,
    object_id varchar(36) not null,
    person_name varchar(200) not null,
    -- Object ids of directory roles, separated by blanks.
    directory_roles varchar(4000) not null,
    -- The environment in which the person was seen to be System Administrator.
    administered_host varchar(260),
    signed_in_at timestamp(6) with time zone not null,
    last_seen_at timestamp(6) with time zone not null,
    constraint browser_sessions_pk primary key (key_hash)
);

create index browser_sessions_by_age on browser_sessions (last_seen_at);

-- Browsers that were sent to the identity provider; the row goes when they come back.
create table sign_in_requests (
    state_hash varchar(64) not null,
    browser_hash varchar(64) not null,
    -- Absent where any organisation may sign in.
    tenant_id varchar(36),
    -- The environment that a delegated token was asked for.
    resource varchar(300),
    return_to varchar(1000) not null,
    expires_at timestamp(6) with time zone not null,
    constraint sign_in_requests_pk primary key (state_hash)
);

create index sign_in_requests_by_age on sign_in_requests (expires_at);

-- No foreign keys to tenants: an onboarding begins before its tenant is in the registry.
create table consent_requests (
    id varchar(36) not null,
    -- The SHA-256 of the browser's cookie.
    browser_hash varchar(64) not null,
    -- The SHA-256 of the state, from the moment it is sent.
    state_hash varchar(64),
    tenant_id varchar(36) not null,
    host varchar(260) not null,
    invitation_id varchar(36),
    -- Who signed in.
    object_id varchar(36),
    status varchar(20) not null,
    -- Why it was declined or refused: a code of the dictionary.
    reason varchar(64),
    -- Whether an answer came again, which is told once.
    replayed boolean not null,
    created_at timestamp(6) with time zone not null,
    changed_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    version bigint not null,
    constraint consent_requests_pk primary key (id),
    constraint consent_requests_state unique (state_hash),
    constraint consent_requests_status
        check (status in ('CREATED', 'SIGNED_IN', 'SENT', 'GRANTED', 'DECLINED', 'EXPIRED', 'REFUSED'))
);

create index consent_requests_by_age on consent_requests (expires_at);
create index consent_requests_of_browser on consent_requests (browser_hash);

create table invitations (
    id varchar(36) not null,
    -- The SHA-256 of the code in the link.
    code_hash varchar(64) not null,
    tenant_id varchar(36) not null,
    host varchar(260),
    -- Whether an operator made it, which gives standing to the person who accepts it.
    by_operator boolean not null,
    -- The SHA-256 of the cookie of the browser that made it, where no operator did.
    browser_hash varchar(64),
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    revoked_at timestamp(6) with time zone,
    -- The object id of the person who accepted it.
    accepted_by varchar(36),
    version bigint not null,
    constraint invitations_pk primary key (id),
    constraint invitations_code unique (code_hash)
);

create index invitations_of_tenant on invitations (tenant_id, id);

-- The making of an application user, as far as it has come; its token is nowhere but in memory.
create table application_user_jobs (
    host varchar(260) not null,
    tenant_id varchar(36) not null,
    phase varchar(40) not null,
    -- How it ended: a code of the dictionary, or empty; absent while it runs.
    outcome varchar(64),
    -- What was made: the application user itself may not be allowed to read it.
    full_name varchar(200),
    role_names varchar(1000),
    updated_at timestamp(6) with time zone not null,
    version bigint not null,
    constraint application_user_jobs_pk primary key (host)
);
