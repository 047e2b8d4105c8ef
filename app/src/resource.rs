//! What a page reads from the server.
//!
//! Leptos compiles all of its reactive parts anew for each type that a resource holds. Here they hold [`Answer`], of
//! whatever type it is, so that they are compiled once: without it the WASM was a tenth larger (ADR 33).

#[cfg(not(feature = "ssr"))]
use crate::wire::unpack;
#[cfg(not(feature = "ssr"))]
use leptos::prelude::GetUntracked as _;
use leptos::prelude::codee::{Decoder, Encoder};
use leptos::prelude::{AsyncDerivedFuture, Resource as Inner};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::convert::Infallible;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

/// What a page reads, and reads anew whenever what it depends on changes; the page brings the first answer with it.
pub(crate) struct Resource<T> {
    inner: Inner<Answer, AnswerCodec>,
    holds: PhantomData<fn() -> T>,
}

impl<T> Clone for Resource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Resource<T> {}

/// Asks at once, and again whenever `source` changes.
pub(crate) fn resource<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(S) -> F + Send + Sync + 'static,
) -> Resource<T>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let asked = Box::new(move || Asked(Arc::new(source())));
    let ask = Box::new(move |asked: Asked| -> Asking {
        let Some(source) = (&*asked.0 as &dyn Any).downcast_ref::<S>() else { return Box::pin(std::future::pending()) };
        let answer = ask(source.clone());
        Box::pin(async move { Answer::of(answer.await) })
    });
    let inner = erased(asked, ask);
    // What the page brought: its type is known here alone.
    #[cfg(not(feature = "ssr"))]
    if (*inner).get_untracked().is_some_and(|answer| !answer.open::<T>()) {
        inner.refetch();
    }
    Resource { inner, holds: PhantomData }
}

type Asking = Pin<Box<dyn Future<Output = Answer> + Send>>;

fn erased(
    asked: Box<dyn Fn() -> Asked + Send + Sync>,
    ask: Box<dyn Fn(Asked) -> Asking + Send + Sync>,
) -> Inner<Answer, AnswerCodec> {
    Inner::new_with_options(asked, ask, false)
}

impl<T: Clone + Send + Sync + 'static> IntoFuture for Resource<T> {
    type Output = T;
    type IntoFuture = Awaited<T>;

    fn into_future(self) -> Self::IntoFuture {
        Awaited { inner: self.inner.into_future(), holds: PhantomData }
    }
}

impl<T: 'static> Resource<T> {
    /// A part of the answer, where a copy of the whole would be too much.
    pub(crate) async fn part<U>(self, part: impl FnOnce(&T) -> U) -> U {
        let answer = self.inner.await;
        match answer.value() {
            Some(value) => part(value),
            // As in `Awaited`.
            None => std::future::pending().await,
        }
    }
}

/// The answer to come.
pub(crate) struct Awaited<T> {
    inner: AsyncDerivedFuture<Answer>,
    holds: PhantomData<fn() -> T>,
}

impl<T: Clone + 'static> Future for Awaited<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        // One that can't be read is being asked for again, and whoever waits is run again with it.
        match Pin::new(&mut self.inner).poll(context) {
            Poll::Ready(answer) => answer.value().cloned().map_or(Poll::Pending, Poll::Ready),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// What was asked for, of whatever type.
#[derive(Clone)]
struct Asked(Arc<dyn Comparable>);

trait Comparable: Any + Send + Sync {
    fn same(&self, other: &dyn Any) -> bool;
}

impl<S: PartialEq + Send + Sync + 'static> Comparable for S {
    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<S>() == Some(self)
    }
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.0.same(&*other.0)
    }
}

/// An answer, of whatever type.
#[derive(Clone)]
struct Answer {
    /// Where the page brought it.
    #[cfg_attr(feature = "ssr", expect(dead_code, reason = "the browser reads it"))]
    packed: Arc<[u8]>,
    value: Arc<OnceLock<Box<dyn Packable>>>,
}

trait Packable: Any + Send + Sync {
    fn pack(&self) -> Vec<u8>;
}

impl<T: Serialize + Send + Sync + 'static> Packable for T {
    fn pack(&self) -> Vec<u8> {
        #[cfg(feature = "ssr")]
        return crate::wire::pack(self).unwrap_or_else(|error| {
            domain::internal("writing a page's data", error);
            Vec::new()
        });
        #[cfg(not(feature = "ssr"))]
        Vec::new()
    }
}

impl Answer {
    fn of<T: Serialize + Send + Sync + 'static>(value: T) -> Self {
        Self { packed: Arc::default(), value: Arc::new(OnceLock::from(Box::new(value) as Box<dyn Packable>)) }
    }

    /// Whether there is a value then.
    #[cfg(not(feature = "ssr"))]
    fn open<T: Serialize + DeserializeOwned + Send + Sync + 'static>(&self) -> bool {
        self.value.get().is_some()
            || unpack::<T>(&self.packed).is_ok_and(|value| self.value.set(Box::new(value)).is_ok())
    }

    fn value<T: 'static>(&self) -> Option<&T> {
        let value: &dyn Any = &**self.value.get()?;
        value.downcast_ref()
    }
}

struct AnswerCodec;

impl Encoder<Answer> for AnswerCodec {
    type Error = Infallible;
    type Encoded = Vec<u8>;

    fn encode(answer: &Answer) -> Result<Vec<u8>, Infallible> {
        Ok(answer.value.get().map(|value| value.pack()).unwrap_or_default())
    }
}

impl Decoder<Answer> for AnswerCodec {
    type Error = Infallible;
    type Encoded = [u8];

    fn decode(bytes: &[u8]) -> Result<Answer, Infallible> {
        Ok(Answer { packed: bytes.into(), value: Arc::default() })
    }
}
