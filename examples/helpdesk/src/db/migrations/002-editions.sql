-- A definition comes back as it was written, its members in their order.
alter table definition alter column body type json using body::text::json;

-- The edition by which an action was decided; null of those from before this was kept.
alter table outbox add column version integer;
