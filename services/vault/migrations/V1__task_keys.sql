CREATE TABLE vault.task_keys (
    task_id    uuid        PRIMARY KEY,
    wrapped    bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- What was destroyed: replayed after a restore, so that a backup does not bring a key back.
CREATE TABLE vault.erasures (
    task_id   uuid        PRIMARY KEY,
    erased_at timestamptz NOT NULL DEFAULT now()
);
