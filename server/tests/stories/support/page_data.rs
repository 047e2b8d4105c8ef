//! What a page brings with it for the script.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;

/// The data inside a page as the script reads it. In base64 it would hide from a story what it must not hold.
pub(super) fn with_data_in_clear(body: &str) -> String {
    const DATA: &str = "__RESOLVED_RESOURCES[";
    let mut parts = body.split(DATA);
    let mut clear = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once("] = \"").unwrap();
        let (packed, rest) = rest.split_once('"').unwrap();
        let data = BASE64_STANDARD_NO_PAD.decode(packed).unwrap();
        let data = String::from_utf8_lossy(&data).replace('<', "&lt;");
        clear.push_str(&format!("{DATA}{number}] = \"{data}\"{rest}"));
    }
    clear
}
