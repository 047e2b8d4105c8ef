//! A provider's keys (RFC 7517).

use openidconnect::JsonWebKeySet;
use openidconnect::core::CoreJsonWebKey;

/// Those that a signature can be checked with; others are passed over.
pub(super) type Keys = JsonWebKeySet<CoreJsonWebKey>;
