//! One's own picture: chosen or dropped, framed in the browser, cut and stored by the server.
//!
//! Without a script it is a plain form with a file, and the server takes the middle. With one, `card` looks at the file
//! first, `frame` shows which square of it will be seen, and `send` posts the same form with that square.

mod card;
mod frame;
mod framing;
#[cfg(feature = "hydrate")]
mod open;
#[cfg(feature = "hydrate")]
mod send;

pub(super) use card::PictureCard;
