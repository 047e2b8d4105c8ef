//! Counts what was asked for: an answer that has been overtaken is not shown.

use std::cell::Cell;

#[derive(Debug)]
pub(crate) struct Turns(Cell<u32>);

impl Turns {
    pub(crate) const fn new() -> Self {
        Self(Cell::new(0))
    }

    /// Overtakes those before.
    pub(crate) fn next(&self) -> u32 {
        self.0.set(self.0.get().wrapping_add(1));
        self.0.get()
    }

    pub(crate) fn is_overtaken(&self, turn: u32) -> bool {
        self.0.get() != turn
    }
}
