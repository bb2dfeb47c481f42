-- Whose money a task spends.
CREATE TABLE cost_tasks (
    task_id uuid PRIMARY KEY,
    session_id varchar(255) NOT NULL
);
CREATE INDEX idx_cost_tasks_session ON cost_tasks (session_id);

-- What calls cost, per task, day on which their end came to the log (UTC), kind of work and model. Free ones have no row.
CREATE TABLE costs (
    task_id uuid NOT NULL,
    day varchar(10) NOT NULL,
    -- script or panel
    work varchar(20) NOT NULL,
    -- Empty: the call brought nothing that says who was called.
    provider varchar(255) NOT NULL,
    model varchar(255) NOT NULL,
    charged_calls bigint NOT NULL,
    -- Nobody knows whether these were charged.
    perhaps_calls bigint NOT NULL,
    cost_micros bigint NOT NULL,
    PRIMARY KEY (task_id, day, work, provider, model)
);
CREATE INDEX idx_costs_day ON costs (day);
