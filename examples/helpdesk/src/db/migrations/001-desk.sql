-- What happened, and what was promised: the record. Everything else can be made of it again.
create table tenant (
  id text primary key,
  token_hash bytea not null unique
);

create table definition (
  tenant text not null references tenant (id),
  version integer not null,
  body jsonb not null,
  fingerprint text not null,
  released_at bigint not null,
  primary key (tenant, version)
);

create table event (
  tenant text not null references tenant (id),
  ticket text not null,
  id text not null,
  at bigint not null,
  body jsonb not null,
  position bigint generated always as identity,
  primary key (tenant, ticket, id)
);

create function event_stands() returns trigger language plpgsql as $$
begin
  raise exception 'events are appended, never changed or removed';
end $$;
create trigger event_stands before update or delete on event for each row execute function event_stands();

-- Derived: the last verdict of each ticket, and what queues and sweepers look for.
create table ticket_sla (
  tenant text not null references tenant (id),
  ticket text not null,
  version integer not null,
  events integer not null,
  as_of bigint not null,
  verdict jsonb not null,
  snapshot jsonb,
  snapshot_position bigint,
  is_open boolean not null,
  -- 0: a clock runs towards a due time; 1: all that are promised wait; 2: nothing is promised
  rank smallint not null,
  due_at bigint,
  next_change_at bigint,
  primary key (tenant, ticket)
);
create index ticket_sla_queue on ticket_sla (tenant, rank, coalesce(due_at, 9007199254740991), ticket) where is_open;
create index ticket_sla_wake on ticket_sla (next_change_at) where next_change_at is not null;
create index ticket_sla_version on ticket_sla (tenant, version) where is_open;

-- What is to be performed, a row for each channel. The id of an action is its idempotency key.
create table outbox (
  tenant text not null references tenant (id),
  id text not null,
  channel text not null,
  ticket text not null,
  action jsonb not null,
  decided_at bigint not null,
  state text not null default 'pending' check (state in ('pending', 'performed', 'dead')),
  created_at timestamptz not null default now(),
  performed_at bigint,
  last_error text,
  -- Performed, though as the history is now known it should not have been
  is_retracted boolean not null default false,
  primary key (tenant, id, channel)
);
create index outbox_left on outbox (created_at) where state = 'pending';
create index outbox_dead on outbox (tenant, id) where state = 'dead';
create index outbox_ticket on outbox (tenant, ticket);

-- The receiver that is always there.
create table inbox (
  tenant text not null references tenant (id),
  id text not null,
  ticket text not null,
  action jsonb not null,
  at bigint not null,
  primary key (tenant, id)
);
create index inbox_latest on inbox (tenant, at desc);

-- Workers that say that they live: the jobs of one that does not are given to others.
create table worker (
  id text primary key,
  seen_at timestamptz not null default now()
);
