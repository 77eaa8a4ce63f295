-- What each consumer may do that has a grant; as one document, because a grant is read and replaced as a whole.
create table grants (
    -- The client id, a GUID in lower case.
    consumer varchar(200) not null,
    document varchar(1000000) not null,
    changed_at timestamp(6) with time zone not null,
    version bigint not null,
    constraint grants_pk primary key (consumer)
);
