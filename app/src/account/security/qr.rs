//! A text as a QR code.

use model::Error;
use qrcodegen::{QrCode, QrCodeEcc};

/// Its modules a side, and the outline of the dark ones as an SVG path.
pub(super) fn outline(text: &str) -> Result<(u32, String), Error> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium);
    let code = code.map_err(|error| domain::internal("drawing a QR code", error))?;
    let side = code.size();
    let mut path = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let length = (x..side).take_while(|x| code.get_module(*x, y)).count();
            if length > 0 {
                path += &format!("M{x} {y}h{length}v1h-{length}z");
            }
            x += i32::try_from(length).unwrap_or_default() + 1;
        }
    }
    Ok((side.unsigned_abs(), path))
}
