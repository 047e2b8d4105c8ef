//! What a page reads from the server.
//!
//! Leptos compiles all of its reactive parts anew for each type that a resource holds. Here they hold [`Answer`], of
//! whatever type it is, so that they are compiled once.

use leptos::prelude::codee::{Decoder, Encoder};
use leptos::prelude::{AsyncDerivedFuture, Resource as Inner};
use std::any::Any;
use std::convert::Infallible;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// What a page reads.
pub(crate) struct Resource<T> {
    inner: Inner<Answer, NotBrought>,
    holds: PhantomData<fn() -> T>,
}

impl<T> Clone for Resource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Resource<T> {}

/// Asks at once.
pub(crate) fn resource<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(S) -> F + Send + Sync + 'static,
) -> Resource<T>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let asked = Box::new(move || Asked(Arc::new(source())));
    let ask = Box::new(move |asked: Asked| -> Asking {
        let Some(source) = (&*asked.0 as &dyn Any).downcast_ref::<S>() else { return Box::pin(std::future::pending()) };
        let answer = ask(source.clone());
        Box::pin(async move { Answer(Arc::new(answer.await)) })
    });
    let inner = erased(asked, ask);
    Resource { inner, holds: PhantomData }
}

type Asking = Pin<Box<dyn Future<Output = Answer> + Send>>;

fn erased(
    asked: Box<dyn Fn() -> Asked + Send + Sync>,
    ask: Box<dyn Fn(Asked) -> Asking + Send + Sync>,
) -> Inner<Answer, NotBrought> {
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
        // It is of this type: the resource was made with it.
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
struct Answer(Arc<dyn Any + Send + Sync>);

impl Answer {
    fn value<T: 'static>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

/// Leptos asks for a way to bring answers along with a page. None is brought: the browser runs islands alone.
struct NotBrought;

impl Encoder<Answer> for NotBrought {
    type Error = Infallible;
    type Encoded = Vec<u8>;

    fn encode(_: &Answer) -> Result<Vec<u8>, Infallible> {
        Ok(Vec::new())
    }
}

impl Decoder<Answer> for NotBrought {
    type Error = Infallible;
    type Encoded = [u8];

    fn decode(_: &[u8]) -> Result<Answer, Infallible> {
        Ok(Answer(Arc::new(())))
    }
}
