//! The rules of a task: given what happened, when somebody asks for something, then this happens.

mod books;
mod budget;
mod budget_random;
mod budget_task;
mod calls;
mod commands;
mod erasure;
mod events;
mod facts;
mod histories;
mod jobs;
mod lease;
mod lifecycle;
mod moderation;
mod panels;
mod prices;
mod random;
mod script;
mod state;
mod stories;
mod take_up;
