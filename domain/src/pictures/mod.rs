//! Pictures of people and workspaces: taken in under limits, kept as two small squares, shown to whoever knows their
//! id.
//!
//! A picture is stored before it is anyone's: [`accept`] makes squares of a file, [`keep`] stores them, and in the
//! transaction of the verb that wants it `set` makes it its owner's. What is nobody's, not yet or no longer, stands in
//! `picture_leftovers` all the while, and [`sweep`] deletes it: a crash, a lost race or a store that does not answer
//! leaves nothing behind.

mod accept;
mod decode;
mod keep;
mod own;
mod set;
mod show;
mod square;
mod strip;
mod sweep;

pub use accept::{AcceptedPicture, accept};
pub use keep::keep;
pub use own::{picture, remove_picture, set_picture};
pub use set::{Owner, set};
pub use show::show;
pub use sweep::sweep;
