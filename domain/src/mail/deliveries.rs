//! Several deliveries at once.

use super::deliver::{Order, claim, deliver};
use super::mailer::Mailer;
use crate::lanes::Lanes;
use crate::{Context, Error};

/// What each delivery of a server takes next. One is always there for the mails that someone waits for; one takes the
/// oldest, so that bulk mails are not put off for ever.
const ORDERS: [Order; 4] = [Order::Urgent, Order::ByPriority, Order::ByPriority, Order::ByAge];

/// The deliveries of one server. Those under way end when it is dropped, and other workers take their mails later.
#[derive(Debug)]
pub struct Deliveries(Lanes<Order>);

impl Default for Deliveries {
    fn default() -> Self {
        Self(Lanes::new(&ORDERS))
    }
}

impl Deliveries {
    /// Begins as many as are free and have a mail.
    pub async fn start(&mut self, ctx: &Context, mailer: &Mailer) -> Result<(), Error> {
        for order in self.0.free() {
            let Some(mail) = claim(ctx, order).await? else { continue };
            let (ctx, mailer) = (ctx.clone(), mailer.clone());
            self.0.begin(order, async move {
                if let Err(error) = deliver(&ctx, &mailer, mail).await {
                    tracing::warn!(%error, "what came of a mail could not be noted");
                }
            });
        }
        Ok(())
    }

    /// Waits until one is free again; for ever where none is under way.
    pub async fn one_ends(&mut self) {
        self.0.one_ends().await;
    }
}
