//! What is shown of a server's answer.

use crate::Failure;
use crate::errors::ErrorNotice;
use crate::resource::Resource;
use leptos::children::ViewFnOnce;
use leptos::prelude::*;
use model::Error;

/// The view of an answer once it is there, or what is wrong. While another one is awaited, the one before stays.
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
            {move || {
                let view = view.clone();
                Suspend::new(async move {
                    match found.await {
                        Ok(found) => view(found).into_any(),
                        Err(Failure(error)) => what_is_wrong(error, around),
                    }
                })
            }}
        </Transition>
    }
}

/// Apart from what is generic, so that the browser gets it once.
fn what_is_wrong(error: Error, around: Option<&'static str>) -> AnyView {
    match around {
        Some(class) => view! { <div class=class><ErrorNotice error=error/></div> }.into_any(),
        None => view! { <ErrorNotice error=error/> }.into_any(),
    }
}

fn skeleton() -> impl IntoView {
    view! { <p class="skeleton" aria-busy="true"></p> }
}
