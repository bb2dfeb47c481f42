-- One row per session that ever asked for something.
CREATE TABLE user_sessions (
    id varchar(255) PRIMARY KEY,
    created_at timestamptz NOT NULL,
    last_activity timestamptz NOT NULL,
    tasks bigint NOT NULL
);
