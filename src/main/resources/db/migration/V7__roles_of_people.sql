-- The app roles that the home tenant gave the person who is signed in, with spaces between; nothing for anybody else.
alter table browser_sessions add column home_roles varchar(400) default '' not null;
