//! The task in the vocabulary of cqrs-es.

use cqrs_es::{Aggregate, event_sink::EventSink};
use mangakai_events::Event;

use crate::{Command, MangaTask, Rejection};

impl Aggregate for MangaTask {
    const TYPE: &'static str = "task";
    type Command = Command;
    type Event = Event;
    type Error = Rejection;
    type Services = ();

    async fn handle(&mut self, command: Command, (): &(), sink: &EventSink<Self>) -> Result<(), Rejection> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: Event) {
        self.remember(event);
    }
}
