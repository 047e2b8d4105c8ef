//! Several deliveries at once.

use super::deliver::{Order, claim, deliver};
use super::mailer::Mailer;
use crate::{Context, Error};
use std::collections::HashMap;
use tokio::task::{Id, JoinSet};

/// What each delivery of a server takes next. One is always there for the mails that someone waits for; one takes the
/// oldest, so that bulk mails are not put off for ever.
const ORDERS: [Order; 4] = [Order::Urgent, Order::ByPriority, Order::ByPriority, Order::ByAge];

/// The deliveries of one server. Those under way end when it is dropped, and other workers take their mails later.
#[derive(Debug)]
pub struct Deliveries {
    free: Vec<Order>,
    tasks: JoinSet<()>,
    orders: HashMap<Id, Order>,
}

impl Default for Deliveries {
    fn default() -> Self {
        Self { free: ORDERS.to_vec(), tasks: JoinSet::new(), orders: HashMap::new() }
    }
}

impl Deliveries {
    /// Begins as many as are free and have a mail.
    pub async fn start(&mut self, ctx: &Context, mailer: &Mailer) -> Result<(), Error> {
        while let Some(ended) = self.tasks.try_join_next_with_id() {
            self.ended(ended);
        }
        for order in std::mem::take(&mut self.free) {
            match claim(ctx, order).await {
                Ok(Some(mail)) => {
                    let (ctx, mailer) = (ctx.clone(), mailer.clone());
                    let task = self.tasks.spawn(async move {
                        if let Err(error) = deliver(&ctx, &mailer, mail).await {
                            tracing::warn!(%error, "what came of a mail could not be noted");
                        }
                    });
                    self.orders.insert(task.id(), order);
                }
                Ok(None) => self.free.push(order),
                Err(error) => {
                    self.reset_free();
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Waits until one is free again; for ever where none is under way.
    pub async fn one_ends(&mut self) {
        match self.tasks.join_next_with_id().await {
            Some(ended) => self.ended(ended),
            None => std::future::pending().await,
        }
    }

    fn ended(&mut self, ended: Result<(Id, ()), tokio::task::JoinError>) {
        let id = ended.map_or_else(|panicked| panicked.id(), |(id, ())| id);
        if self.orders.remove(&id).is_some() {
            self.reset_free();
        }
    }

    /// All orders but those under way.
    fn reset_free(&mut self) {
        self.free = ORDERS.to_vec();
        for order in self.orders.values() {
            if let Some(at) = self.free.iter().position(|free| free == order) {
                self.free.remove(at);
            }
        }
    }
}
