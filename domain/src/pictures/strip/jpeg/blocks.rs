//! The blocks of a scan: read as far as needed to know that they are there (annexes F.2 and G.2).

use super::bits::{Bits, Table};

/// Which coefficients of each block a scan brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Band {
    /// All, of a sequential frame.
    All,
    /// The constant ones, to begin with.
    Constant,
    /// One more bit of each.
    ConstantBit,
    /// Varying ones, from and to.
    Varying(u32, u32),
    /// One more bit of each.
    VaryingBit(u32, u32),
}

impl Band {
    pub(super) fn of(is_progressive: bool, (first, last): (u8, u8), approximation: u8) -> Option<Self> {
        if !is_progressive {
            return Some(Self::All);
        }
        let is_refined = approximation >> 4 != 0;
        match (first, last) {
            (0, 0) if is_refined => Some(Self::ConstantBit),
            (0, 0) => Some(Self::Constant),
            (1..=63, 1..=63) if first > last => None,
            (1..=63, 1..=63) if is_refined => Some(Self::VaryingBit(first.into(), last.into())),
            (1..=63, 1..=63) => Some(Self::Varying(first.into(), last.into())),
            _ => None,
        }
    }

    pub(super) fn needs_constant(self) -> bool {
        matches!(self, Self::All | Self::Constant)
    }

    pub(super) fn needs_varying(self) -> bool {
        !matches!(self, Self::Constant | Self::ConstantBit)
    }

    /// Whether a scan may bring it for several components.
    pub(super) fn may_be_several(self) -> bool {
        !matches!(self, Self::Varying(..) | Self::VaryingBit(..))
    }

    pub(super) fn is_constant(self) -> bool {
        self.needs_constant()
    }
}

pub(super) struct Coder<'a> {
    pub(super) bits: Bits<'a>,
    pub(super) band: Band,
    /// Blocks to come that this band is over in.
    pub(super) skipped: u32,
}

impl Coder<'_> {
    /// None where it is missing, or is none.
    pub(super) fn block(
        &mut self,
        constant: Option<&Table>,
        varying: Option<&Table>,
        nonzero: Option<&mut u64>,
    ) -> Option<()> {
        match self.band {
            Band::All => {
                self.value(constant?)?;
                self.sequential(varying?)
            }
            Band::Constant => self.value(constant?),
            Band::ConstantBit => self.bits.take(1).map(drop),
            Band::Varying(first, last) => self.varying(varying?, nonzero?, first, last),
            Band::VaryingBit(first, last) => self.varying_bit(varying?, nonzero?, first, last),
        }
    }

    /// A constant coefficient: how many bits, and these.
    fn value(&mut self, table: &Table) -> Option<()> {
        let count = self.bits.symbol(table)?;
        self.bits.take(Some(count.into()).filter(|count| *count <= 16)?).map(drop)
    }

    fn sequential(&mut self, table: &Table) -> Option<()> {
        let mut at = 1;
        while at < 64 {
            let (zeros, count) = self.run(table)?;
            if count == 0 && zeros < 15 {
                return Some(());
            }
            at += zeros + 1;
            self.bits.take(count)?;
        }
        (at == 64).then_some(())
    }

    /// Zeros, and the bits of what follows them.
    fn run(&mut self, table: &Table) -> Option<(u32, u32)> {
        self.bits.symbol(table).map(|symbol| (u32::from(symbol >> 4), u32::from(symbol & 15)))
    }

    /// How many blocks a band is over in, this one counted.
    fn over_in(&mut self, exponent: u32) -> Option<u32> {
        Some((1 << exponent) + self.bits.take(exponent)?)
    }

    fn varying(&mut self, table: &Table, nonzero: &mut u64, first: u32, last: u32) -> Option<()> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Some(());
        }
        let mut at = first;
        while at <= last {
            let (zeros, count) = self.run(table)?;
            if count == 0 && zeros < 15 {
                self.skipped = self.over_in(zeros)? - 1;
                return Some(());
            }
            at += zeros;
            if count > 0 {
                *nonzero |= 1_u64.checked_shl(at)?;
                self.bits.take(count)?;
            }
            at += 1;
        }
        (at <= 64).then_some(())
    }

    fn varying_bit(&mut self, table: &Table, nonzero: &mut u64, first: u32, last: u32) -> Option<()> {
        let mut at = first;
        while self.skipped == 0 && at <= last {
            let (zeros, count) = self.run(table)?;
            if count == 0 && zeros < 15 {
                self.skipped = self.over_in(zeros)?;
                break;
            }
            // Its sign.
            self.bits.take(count.min(1))?;
            at = self.correct(*nonzero, at, last, Some(zeros))?;
            if count > 0 && at <= last {
                *nonzero |= 1 << at;
            }
            at += 1;
        }
        if self.skipped > 0 {
            self.correct(*nonzero, at, last, None)?;
            self.skipped -= 1;
        }
        Some(())
    }

    /// A bit for each coefficient that is not zero, past so many zeros or to the band's end.
    fn correct(&mut self, nonzero: u64, mut at: u32, last: u32, mut zeros: Option<u32>) -> Option<u32> {
        while at <= last {
            if nonzero >> at & 1 == 1 {
                self.bits.take(1)?;
            } else if let Some(left) = &mut zeros {
                if *left == 0 {
                    break;
                }
                *left -= 1;
            }
            at += 1;
        }
        Some(at)
    }
}
