//! The connections that are open, and which of them makes way for another.

use super::limits::Limits;
use super::now;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

/// How long one that waits for room does so before it looks again: one may have fallen silent.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

#[derive(Debug)]
pub(super) struct Connections {
    limits: Limits,
    state: Mutex<State>,
    /// Told when one has closed.
    closed: Notify,
}

#[derive(Debug, Default)]
struct State {
    last_id: u64,
    open: HashMap<u64, Entry>,
    per_address: HashMap<IpAddr, usize>,
}

#[derive(Debug)]
struct Entry {
    address: Option<IpAddr>,
    activity: Arc<Activity>,
}

impl Connections {
    pub(super) fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self { limits, state: Mutex::default(), closed: Notify::new() })
    }

    /// Waits while there are as many as there may be, and none of them is silent.
    pub(super) async fn room(&self) {
        while !self.has_room() {
            let _ = timeout(LOOK_AGAIN, self.closed.notified()).await;
        }
    }

    fn has_room(&self) -> bool {
        let state = self.lock();
        state.open.len() < self.limits.connections
            || state.open.values().any(|entry| entry.activity.silent_since().is_some())
    }

    /// Where there is no room, the connection that has been silent for longest makes way, of the same address first:
    /// whoever opens connections and says nothing keeps nobody out. None where those of its address, or all there may
    /// be, are at work.
    pub(super) fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Slot> {
        let address = self.limits.address_of(peer);
        let mut state = self.lock();
        let of_address = address.and_then(|address| state.per_address.get(&address)).copied().unwrap_or_default();
        if of_address >= self.limits.per_address && !state.evict(|entry| entry.address == address) {
            return None;
        }
        if state.open.len() >= self.limits.connections && !state.evict(|_| true) {
            return None;
        }
        let activity = Arc::new(Activity::new());
        state.last_id += 1;
        let id = state.last_id;
        state.open.insert(id, Entry { address, activity: activity.clone() });
        if let Some(address) = address {
            *state.per_address.entry(address).or_default() += 1;
        }
        Some(Slot { id, connections: self.clone(), activity })
    }

    /// The one that has been silent for longest goes: the process has no handle left.
    pub(super) fn evict_one(&self) {
        self.lock().evict(|_| true);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// False where none of these is silent.
    fn evict(&mut self, of: impl Fn(&Entry) -> bool) -> bool {
        let silent = self.open.iter().filter(|(_, entry)| of(entry));
        let silent = silent.filter_map(|(id, entry)| Some((entry.activity.silent_since()?, *id)));
        let Some((_, id)) = silent.min() else { return false };
        if let Some(entry) = self.remove(id) {
            entry.activity.evict();
        }
        true
    }

    fn remove(&mut self, id: u64) -> Option<Entry> {
        let entry = self.open.remove(&id)?;
        if let Some(address) = entry.address
            && let Some(count) = self.per_address.get_mut(&address)
        {
            *count -= 1;
            if *count == 0 {
                self.per_address.remove(&address);
            }
        }
        Some(entry)
    }
}

/// One connection's place; free again when it is dropped.
#[derive(Debug)]
pub(super) struct Slot {
    id: u64,
    connections: Arc<Connections>,
    pub(super) activity: Arc<Activity>,
}

impl Slot {
    pub(super) fn limits(&self) -> &Limits {
        &self.connections.limits
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.connections.lock().remove(self.id);
        self.connections.closed.notify_one();
    }
}

/// What a connection is at.
#[derive(Debug)]
pub(super) struct Activity {
    seen: Mutex<Seen>,
    changed: Notify,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// Requests whose answers have not ended.
    pub under_way: usize,
    /// At least one request has come.
    pub served: bool,
    /// When it was accepted, or the last answer ended.
    pub silent_since: Instant,
    /// It makes way for another.
    pub evicted: bool,
}

impl Activity {
    fn new() -> Self {
        let seen = Seen { under_way: 0, served: false, silent_since: now(), evicted: false };
        Self { seen: Mutex::new(seen), changed: Notify::new() }
    }

    pub(super) fn seen(&self) -> Seen {
        *self.lock()
    }

    /// Since the latest look at it.
    pub(super) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// A request's head is complete; its answer has ended when what comes back is dropped.
    pub(super) fn begin(self: &Arc<Self>) -> UnderWay {
        let mut seen = self.lock();
        seen.under_way += 1;
        seen.served = true;
        drop(seen);
        self.changed.notify_one();
        UnderWay(self.clone())
    }

    fn silent_since(&self) -> Option<Instant> {
        let seen = self.seen();
        (seen.under_way == 0).then_some(seen.silent_since)
    }

    fn evict(&self) {
        self.lock().evicted = true;
        self.changed.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request whose answer has not ended.
#[derive(Debug)]
pub(super) struct UnderWay(Arc<Activity>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut seen = self.0.lock();
        seen.under_way -= 1;
        seen.silent_since = now();
        drop(seen);
        self.0.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections() -> Arc<Connections> {
        let head_timeout = Duration::from_secs(1);
        Connections::new(Limits { connections: 3, per_address: 2, head_timeout, proxies: [].into() })
    }

    fn admit(connections: &Arc<Connections>, peer: &str) -> Slot {
        connections.admit(peer.parse().unwrap()).unwrap()
    }

    #[test]
    fn the_longest_silent_of_an_address_makes_way_and_work_never_does() {
        let connections = connections();
        let (first, second) = (admit(&connections, "192.0.2.1"), admit(&connections, "192.0.2.1"));
        let work = first.activity.begin();
        let third = admit(&connections, "192.0.2.1");
        assert!(second.activity.seen().evicted && !first.activity.seen().evicted);
        let more_work = third.activity.begin();
        assert!(connections.admit("192.0.2.1".parse().unwrap()).is_none());
        let other = admit(&connections, "192.0.2.2");
        assert!(!other.activity.seen().evicted);
        drop((work, second));
        let newest = admit(&connections, "192.0.2.3");
        assert!(other.activity.seen().evicted || first.activity.seen().evicted, "one made way in all");
        drop((more_work, first, third, other, newest));
        let state = connections.lock();
        assert!(state.open.is_empty() && state.per_address.is_empty());
    }

    #[test]
    fn where_all_are_at_work_there_is_no_room() {
        let connections = connections();
        let slots = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(|peer| admit(&connections, peer));
        let work = slots.each_ref().map(|slot| slot.activity.begin());
        assert!(!connections.has_room() && connections.admit("192.0.2.4".parse().unwrap()).is_none());
        drop(work);
        assert!(connections.has_room() && connections.admit("192.0.2.4".parse().unwrap()).is_some());
    }
}
