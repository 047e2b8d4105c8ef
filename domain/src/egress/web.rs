//! One small page of another's web server.

use super::{Lookup, TIMEOUT, Target, send};
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use url::Host;

/// The most that is read of it, in bytes.
const MAX_BODY_BYTES: usize = 4096;

/// What `https://{host}{path}` says, if it answers 200 with a small text within a few seconds. Redirects are not
/// followed, and only addresses of everyone's internet are gone to: what someone typed leads nowhere inside.
pub(crate) async fn page(lookup: &Lookup, host: &str, path: &str) -> Option<String> {
    let host = Host::Domain(host.to_owned());
    let target = Target { https: true, host, port: lookup.port, path: path.to_owned() };
    let request = Request::get(path).body(Full::<Bytes>::default()).ok()?;
    let answer = send(lookup, &target, request, TIMEOUT, MAX_BODY_BYTES).await.ok()?;
    if answer.status != 200 || answer.cut {
        return None;
    }
    String::from_utf8(answer.body).ok()
}
