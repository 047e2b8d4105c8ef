//! From the audit's rows to what a person reads.

use crate::present::Presenter;
use domain::audit::Happened;
use model::audit::Happening;

impl Presenter {
    pub(crate) fn happening(&self, event: Happened) -> Happening {
        Happening {
            action: event.action,
            // What nobody did, Roster did.
            by: event.by.unwrap_or_else(|| "Roster".to_owned()),
            target: event.target,
            when: self.when(event.at),
        }
    }
}
