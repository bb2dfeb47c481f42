-- One row per task. Bytes of *_text are sealed values (protobuf Sealed); null once erased.
CREATE TABLE manga_tasks (
    id uuid PRIMARY KEY,
    user_session_id varchar(255) NOT NULL,
    status varchar(50) NOT NULL,
    story_text bytea,
    script_text bytea,
    parameters jsonb NOT NULL,
    progress integer NOT NULL,
    total_panels integer NOT NULL,
    drawn_panels integer NOT NULL,
    script_revision integer NOT NULL,
    books jsonb NOT NULL,
    error jsonb,
    error_message text GENERATED ALWAYS AS (error ->> 'message') STORED,
    cost_micros bigint NOT NULL,
    erased boolean NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    completed_at timestamptz
);
CREATE INDEX idx_manga_tasks_session_id ON manga_tasks (user_session_id, created_at DESC, id DESC);
CREATE INDEX idx_manga_tasks_session_status ON manga_tasks (user_session_id, status, created_at DESC, id DESC);
CREATE INDEX idx_manga_tasks_status ON manga_tasks (status, created_at DESC, id DESC);
CREATE INDEX idx_manga_tasks_created_at ON manga_tasks (created_at DESC, id DESC);

-- One row per version of a panel.
CREATE TABLE manga_panels (
    task_id uuid NOT NULL,
    panel_number integer NOT NULL,
    version integer NOT NULL,
    status varchar(50) NOT NULL,
    is_shown boolean NOT NULL,
    scene_revision integer NOT NULL,
    image_path varchar(500),
    image jsonb,
    lineage jsonb,
    instruction_text bytea,
    reference jsonb,
    error jsonb,
    cost_micros bigint NOT NULL,
    elapsed_ms bigint NOT NULL,
    attempts integer NOT NULL,
    open_attempt integer,
    base_version integer NOT NULL,
    script_revision integer NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (task_id, panel_number, version)
);
