//! What is shown of a server's answer.

use crate::Failure;
use crate::errors::ErrorNotice;
use crate::resource::Resource;
use leptos::children::ViewFnOnce;
use leptos::prelude::*;
use model::Error;

/// The view of an answer once it is there, or what is wrong.
#[component]
pub(crate) fn Loaded<T, V, O>(
    /// It is made outside: what is made where it is awaited would be asked for again with each answer.
    found: Resource<Result<T, Failure>>,
    view: V,
    /// Until the first answer.
    #[prop(into, default = ViewFnOnce::from(skeleton))]
    fallback: ViewFnOnce,
    /// The class of an element around what is wrong, where views bring one of their own.
    #[prop(optional)]
    around: Option<&'static str>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: Fn(T) -> O + Clone + Send + 'static,
    O: RenderHtml + Send + 'static,
{
    view! {
        <Transition fallback=fallback>
            {awaiting(move || {
                let view = view.clone();
                async move {
                    match found.await {
                        Ok(found) => view(found).into_any(),
                        Err(Failure(error)) => what_is_wrong(error, around),
                    }
                }
            })}
        </Transition>
    }
}

/// What is shown, inside a `Transition` or `Suspense`, once answers are there, and anew with each further one.
///
/// The server shows the first answer alone. Leptos runs a closure there once to find out what it waits for, again once
/// that has come, and again for the page: the view would be made twice (docs/performance.md).
pub(crate) fn awaiting<F>(show: impl Fn() -> F + Send + 'static) -> Suspend<AnyView>
where
    F: Future<Output: IntoAny> + Send + 'static,
{
    shown(show())
}

fn shown<F>(view: F) -> Suspend<AnyView>
where
    F: Future<Output: IntoAny> + Send + 'static,
{
    Suspend::new(async move { view.await.into_any() })
}

/// Apart from what is generic.
fn what_is_wrong(error: Error, around: Option<&'static str>) -> AnyView {
    match around {
        Some(class) => view! { <div class=class><ErrorNotice error=error/></div> }.into_any(),
        None => view! { <ErrorNotice error=error/> }.into_any(),
    }
}

fn skeleton() -> impl IntoView {
    view! { <p class="skeleton" aria-busy="true"></p> }
}
