//! Who reads the files of the API: the token's owner, in their language and time zone.

use app::request::RequestContext;
use domain::auth::Client;
use domain::members::Preferences;
use domain::{Context, account};
use model::Error;
use model::csv::CsvSeparator;

/// As a page would know them. A program's CSV has commas, whatever its owner reads.
pub(super) async fn reader(ctx: Context) -> Result<RequestContext, Error> {
    let preferences = match account::me(&ctx).await {
        Ok(me) => Preferences { language: me.language, time_zone: me.time_zone, ..Preferences::default() },
        // A token that is nobody's in particular.
        Err(Error::Forbidden | Error::SignedOut) => Preferences::default(),
        Err(error) => return Err(error),
    };
    Ok(RequestContext {
        ctx,
        client: Client::default(),
        preferences,
        csv_separator: CsvSeparator::Comma,
        secure: false,
        request_id: String::new(),
    })
}
