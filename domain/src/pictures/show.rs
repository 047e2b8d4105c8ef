//! A stored picture, for whoever knows its id.

use crate::{Error, Roster};
use model::pictures::{PictureId, Size};

/// The square of this size as WebP; [`Error::NotFound`] for what is not there, or no longer.
pub async fn show(roster: &Roster, id: &PictureId, size: Size) -> Result<Vec<u8>, Error> {
    roster.pictures.get(id, size).await
}
