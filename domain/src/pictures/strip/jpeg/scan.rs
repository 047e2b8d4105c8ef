//! A scan (annex B.2.3): which components it has, and all their blocks in turn.

use super::bits::{Bits, Table};
use super::blocks::{Band, Coder};
use super::frame::Frame;

/// The tables as they stand before a scan.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) constant: [Option<Table>; 4],
    pub(super) varying: [Option<Table>; 4],
    /// In units; 0: no restarts.
    restart_interval: usize,
}

impl Tables {
    /// One or several Huffman tables.
    pub(super) fn define(&mut self, mut segment: &[u8]) -> Option<()> {
        while let Some((which, rest)) = segment.split_first() {
            let (table, length) = Table::read(rest)?;
            let tables = if which >> 4 == 0 { &mut self.constant } else { &mut self.varying };
            *tables.get_mut(usize::from(which & 15))? = Some(table);
            segment = &rest[length..];
        }
        Some(())
    }

    pub(super) fn restart_every(&mut self, segment: &[u8]) -> Option<()> {
        let interval: [u8; 2] = segment.get(..2)?.try_into().ok()?;
        self.restart_interval = usize::from(u16::from_be_bytes(interval));
        Some(())
    }
}

pub(super) struct Scan {
    parts: Vec<Part>,
    band: Band,
}

/// A component of a scan and its tables.
struct Part {
    component: usize,
    constant: usize,
    varying: usize,
}

impl Scan {
    pub(super) fn read(frame: &Frame, segment: &[u8], tables: &Tables) -> Option<Self> {
        let (count, rest) = segment.split_first()?;
        let (declared, rest) = rest.split_at_checked(2 * usize::from(*count))?;
        let (declared, _) = declared.as_chunks::<2>();
        let parts = declared.iter().map(|[id, which]| {
            let component = frame.find(*id)?;
            Some(Part { component, constant: usize::from(which >> 4), varying: usize::from(which & 15) })
        });
        let parts: Vec<Part> = parts.collect::<Option<_>>()?;
        let [first, last, approximation, ..] = rest else { return None };
        let band = Band::of(frame.is_progressive, (*first, *last), *approximation)?;
        let fits = |part: &Part| {
            let there = |tables: &[Option<Table>; 4], index: usize| tables.get(index).is_some_and(Option::is_some);
            (!band.needs_constant() || there(&tables.constant, part.constant))
                && (!band.needs_varying() || there(&tables.varying, part.varying))
        };
        let is_alone = parts.len() == 1 || (band.may_be_several() && matches!(parts.len(), 2..=4));
        (is_alone && parts.iter().all(fits)).then_some(Self { parts, band })
    }

    /// Over all blocks; answers where the next marker stands.
    pub(super) fn walk(&self, frame: &mut Frame, tables: &Tables, data: &[u8]) -> Option<usize> {
        let mut coder = Coder { bits: Bits::new(data), band: self.band, skipped: 0 };
        let units = match &self.parts[..] {
            [only] => {
                let component = &frame.components[only.component];
                (component.columns, component.rows)
            }
            _ => frame.units(),
        };
        for unit in 0..units.0 * units.1 {
            if tables.restart_interval > 0 && unit > 0 && unit % tables.restart_interval == 0 {
                coder.bits.restart()?;
                coder.skipped = 0;
            }
            self.unit(frame, tables, &mut coder, (unit % units.0, unit / units.0))?;
        }
        for part in &self.parts {
            frame.components[part.component].has_begun |= self.band.is_constant();
        }
        Some(coder.bits.end())
    }

    /// The blocks of one unit: of each component as many as it is sampled, or the only one's next.
    fn unit(&self, frame: &mut Frame, tables: &Tables, coder: &mut Coder, (x, y): (usize, usize)) -> Option<()> {
        let is_alone = self.parts.len() == 1;
        for part in &self.parts {
            let component = &mut frame.components[part.component];
            let constant = tables.constant.get(part.constant).and_then(Option::as_ref);
            let varying = tables.varying.get(part.varying).and_then(Option::as_ref);
            let (across, down) = if is_alone { (1, 1) } else { (component.horizontal, component.vertical) };
            for block in 0..across * down {
                let (column, row) = (x * across + block % across, y * down + block / across);
                let nonzero = component.nonzero.get_mut(row * component.stride + column);
                coder.block(constant, varying, nonzero)?;
            }
        }
        Some(())
    }
}
