//! Another key of the installation takes the place of the present one: what is stored sealed is sealed anew.

mod columns;
mod rotate;
mod status;

pub use columns::Counts;
pub use rotate::rotate;
pub use status::status;
