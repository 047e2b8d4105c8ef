//! Which square of a picture is seen: the arithmetic of dragging and zooming.

use model::pictures::Crop;

/// The nearest that one gets, in per cent of the whole.
pub(super) const NEAREST: u32 = 400;

/// A square in a picture, in its pixels; always within it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Framing {
    width: f64,
    height: f64,
    /// The square's middle.
    x: f64,
    y: f64,
    /// In per cent; 100: the largest square there is. Whole numbers, so that no text has to be made of fractions.
    zoom: u32,
}

impl Framing {
    pub(super) fn middle(width: u32, height: u32) -> Self {
        let (width, height) = (f64::from(width), f64::from(height));
        Self { width, height, x: width / 2.0, y: height / 2.0, zoom: 100 }
    }

    /// The square's side.
    pub(super) fn side(self) -> f64 {
        (self.width.min(self.height) * 100.0 / f64::from(self.zoom)).max(1.0)
    }

    /// Its left upper corner.
    pub(super) fn corner(self) -> (f64, f64) {
        (self.x - self.side() / 2.0, self.y - self.side() / 2.0)
    }

    pub(super) fn zoom(self) -> u32 {
        self.zoom
    }

    #[must_use]
    pub(super) fn zoomed(self, zoom: u32) -> Self {
        Self { zoom: zoom.clamp(100, NEAREST), ..self }.moved(0.0, 0.0)
    }

    /// By parts of the square's own side, and no further than the picture's edge.
    #[must_use]
    pub(super) fn moved(self, right: f64, down: f64) -> Self {
        let half = self.side() / 2.0;
        let place = |at: f64, by: f64, length: f64| (at + by * 2.0 * half).clamp(half, (length - half).max(half));
        Self { x: place(self.x, right, self.width), y: place(self.y, down, self.height), ..self }
    }

    /// As the server is told.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within a picture, whose sides are u32"
    )]
    pub(super) fn crop(self) -> Crop {
        let (x, y) = self.corner();
        let whole = |n: f64| n.round().max(0.0) as u32;
        Crop { x: whole(x), y: whole(y), side: whole(self.side()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_first_it_is_the_middle() {
        assert_eq!(Framing::middle(400, 300).crop(), Crop::middle(400, 300));
    }

    #[test]
    fn it_never_leaves_the_picture() {
        let frame = Framing::middle(400, 300);
        assert_eq!(frame.moved(9.0, 9.0).crop(), Crop { x: 100, y: 0, side: 300 });
        assert_eq!(frame.moved(-9.0, 0.0).crop(), Crop { x: 0, y: 0, side: 300 });
        let near = frame.zoomed(9900);
        assert_eq!((near.zoom(), near.crop()), (NEAREST, Crop { x: 163, y: 113, side: 75 }));
        assert_eq!(near.moved(9.0, 9.0).crop(), Crop { x: 325, y: 225, side: 75 });
        assert_eq!(near.moved(9.0, 9.0).zoomed(0).crop(), Crop { x: 100, y: 0, side: 300 });
        assert_eq!(Framing::middle(1, 1).zoomed(200).moved(1.0, 1.0).crop(), Crop { x: 0, y: 0, side: 1 });
    }
}
