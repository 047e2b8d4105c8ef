//! The frame (annex B.2.2): how many blocks each component has, and which of them have come.

use super::scan::{Scan, Tables};
use model::Problem;
use model::pictures::fits;

const PROGRESSIVE: u8 = 0xc2;

#[derive(Debug)]
pub(super) struct Frame {
    pub(super) is_progressive: bool,
    width: usize,
    height: usize,
    pub(super) components: Vec<Component>,
}

#[derive(Debug)]
pub(super) struct Component {
    id: u8,
    pub(super) horizontal: usize,
    pub(super) vertical: usize,
    /// Blocks across and down, as a scan of this component alone has them.
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Blocks across with those that fill the last unit of several components.
    pub(super) stride: usize,
    /// Of each block of a progressive frame: which coefficients are not zero, by bits.
    pub(super) nonzero: Vec<u64>,
    /// Its constant coefficients have come.
    pub(super) has_begun: bool,
}

impl Frame {
    pub(super) fn read(kind: u8, segment: &[u8], too_large: &mut Option<Problem>) -> Option<Self> {
        let [_, h1, h2, w1, w2, count, rest @ ..] = segment else { return None };
        let (width, height) = (u16::from_be_bytes([*w1, *w2]), u16::from_be_bytes([*h1, *h2]));
        let (declared, _) = rest.as_chunks::<3>();
        if width == 0 || height == 0 || !matches!(*count, 1..=4) || declared.len() != usize::from(*count) {
            return None;
        }
        // Before there is room for its blocks.
        *too_large = fits(width.into(), height.into()).err();
        if too_large.is_some() {
            return None;
        }
        let (width, height) = (usize::from(width), usize::from(height));
        let sampling = |value: u8| (usize::from(value >> 4), usize::from(value & 15));
        let across = declared.iter().map(|component| sampling(component[1]).0).max()?;
        let down = declared.iter().map(|component| sampling(component[1]).1).max()?;
        let mut components = Vec::new();
        for [id, value, _] in declared {
            let (horizontal, vertical) = sampling(*value);
            if !matches!(horizontal, 1..=4) || !matches!(vertical, 1..=4) {
                return None;
            }
            let stride = width.div_ceil(8 * across) * horizontal;
            let blocks = stride * height.div_ceil(8 * down) * vertical;
            components.push(Component {
                id: *id,
                horizontal,
                vertical,
                columns: (width * horizontal).div_ceil(across).div_ceil(8),
                rows: (height * vertical).div_ceil(down).div_ceil(8),
                stride,
                nonzero: if kind == PROGRESSIVE { vec![0; blocks] } else { Vec::new() },
                has_begun: false,
            });
        }
        Some(Self { is_progressive: kind == PROGRESSIVE, width, height, components })
    }

    /// Reads a scan to its end, and answers where that is in `data`; none where a block is missing.
    pub(super) fn scan(&mut self, segment: &[u8], tables: &Tables, data: &[u8]) -> Option<usize> {
        Scan::read(self, segment, tables)?.walk(self, tables, data)
    }

    pub(super) fn is_complete(&self) -> bool {
        self.components.iter().all(|component| component.has_begun)
    }

    pub(super) fn find(&self, id: u8) -> Option<usize> {
        self.components.iter().position(|component| component.id == id)
    }

    /// Units across and down, of a scan that has several components.
    pub(super) fn units(&self) -> (usize, usize) {
        let most = |side: fn(&Component) -> usize| self.components.iter().map(side).max().unwrap_or(1);
        let (across, down) = (most(|component| component.horizontal), most(|component| component.vertical));
        (self.width.div_ceil(8 * across), self.height.div_ceil(8 * down))
    }
}
