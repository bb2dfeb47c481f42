-- Which generation of a projection's tables serves readers, and which one is being filled.
CREATE TABLE projection_generations (
    name text NOT NULL,
    generation integer NOT NULL,
    state text NOT NULL CHECK (state IN ('serving', 'building')),
    -- Hash of the table definitions that the generation was made with.
    shape text NOT NULL,
    PRIMARY KEY (name, generation)
);
CREATE UNIQUE INDEX projection_generations_state ON projection_generations (name, state);

-- How far a generation has read each stream of the log. Changed in the transaction that writes the rows.
CREATE TABLE projection_positions (
    name text NOT NULL,
    generation integer NOT NULL,
    stream integer NOT NULL,
    -- The log that the position belongs to.
    epoch text NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (name, generation, stream),
    FOREIGN KEY (name, generation) REFERENCES projection_generations ON DELETE CASCADE
);
