//! What is posted to schedule someone's onboarding.

use super::forms::to_user;
use super::onboarding::MINUTES;
use crate::forms::Answer;
use crate::request::RequestContext;
use domain::connections::{self, NewOnboarding};
use jiff::civil::{Date, Time};
use model::fields::line;
use model::ids::{MemberId, TransactionId};
use model::{Error, FieldErrors, Fields, Problem};

/// The longest name of an event, in characters.
const MAX_SUBJECT_LENGTH: usize = 200;

pub(crate) async fn onboarding_form(
    request: &RequestContext,
    slug: &str,
    id: MemberId,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let new = read(request, fields)?;
    connections::schedule_onboarding(&request.ctx, slug, id, &new).await?;
    Ok(Answer::go(to_user(slug, id, path, "scheduled")))
}

fn read(request: &RequestContext, fields: &Fields) -> Result<NewOnboarding, Error> {
    let mut errors = FieldErrors::default();
    let subject = errors.take("subject", line(fields.get("subject"), MAX_SUBJECT_LENGTH));
    let day = fields.get("day").parse::<Date>().map_err(|_| Problem::NotADay);
    let day = errors.take("day", day);
    let time = errors.take("time", Time::strptime("%H:%M", fields.get("time")).map_err(|_| Problem::NotATime));
    let minutes = fields.get("minutes").parse().ok().filter(|minutes| MINUTES.contains(minutes));
    let minutes = errors.take("minutes", minutes.ok_or(Problem::NotAChoice));
    let transaction = fields.get("transaction").parse::<TransactionId>().map_err(|_| Problem::Malformed);
    let transaction = errors.take("form", transaction);
    match (subject, day, time, minutes, transaction) {
        (Some(subject), Some(day), Some(time), Some(minutes), Some(transaction)) => {
            let zone = request.preferences.time_zone.clone();
            Ok(NewOnboarding { day, time, minutes, subject, zone, transaction })
        }
        _ => Err(Error::Invalid(errors)),
    }
}
