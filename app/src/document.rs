//! The HTML around the app, and how it starts in the browser.

use crate::App;
use crate::request::given_state;
use crate::state::Known;
use crate::ui::Icon;
use axum::http::{HeaderName, HeaderValue};
use leptos::config::LeptosOptions;
use leptos::hydration::AutoReload;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::MetaTags;
use model::Texts;

/// Where the built site's files are, by their hashed names.
#[derive(Clone, Debug, Default)]
pub struct SiteFiles {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// One catalogue a language, in the order of [`model::Language::ALL`].
    pub texts: [String; 3],
}

/// A page from `<!doctype html>` on.
pub fn document(files: &SiteFiles) -> impl IntoView + use<> {
    // The browser takes over islands alone, and these say by themselves what they have to know: nothing of what the pages
    // read goes along.
    if let Some(context) = Owner::current_shared_context() {
        context.set_is_hydrating(false);
    }
    let state = given_state();
    let known = serde_json::to_string(&Known::of(&state)).unwrap_or_default();
    let nonce = use_nonce();
    if let (Some(nonce), Some(response)) = (&nonce, use_context::<ResponseOptions>()) {
        response.insert_header(HeaderName::from_static("content-security-policy"), policy(nonce));
    }
    let fixed = state.theme_preference.fixed().map(str::to_owned);
    let (day, night) = state.theme_preference.day_and_night();
    let follow = fixed.is_none();
    let start = start(files, &files.texts[state.language as usize], state.me.is_some());
    let t = state.language.texts();
    view! {
        <!DOCTYPE html>
        <html
            lang=state.language.tag()
            data-theme=fixed
            data-follow=follow.then_some("")
            data-theme-light=follow.then(|| day.to_owned())
            data-theme-dark=follow.then(|| night.to_owned())
            data-build=files.js.clone()
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="robots" content="noindex"/>
                <link rel="preload" href="/fonts/inter-4.1-latin.woff2" r#as="font" r#type="font/woff2"
                    crossorigin="anonymous"/>
                <link rel="stylesheet" href=files.css.clone()/>
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                <script r#type="module" nonce=nonce>{start}</script>
                <AutoReload options=reloading()/>
                <MetaTags/>
            </head>
            <body data-known=known>
                <App/>
                <p class="sr-only" id="announced" aria-live="polite"></p>
                <template id="unreachable"><Unreachable t=t/></template>
            </body>
        </html>
    }
}

/// What `AutoReload` wants to know; it does nothing unless someone watches.
fn reloading() -> LeptosOptions {
    LeptosOptions::builder().output_name("roster").reload_port(3001).build()
}

/// Nothing inline but what bears the nonce (CSP Level 3).
fn policy(nonce: &str) -> HeaderValue {
    // `bin/dev` and `cargo leptos watch` tell pages to reload.
    let reload =
        if std::env::var_os("LEPTOS_WATCH").is_some() { " ws://127.0.0.1:3001 ws://localhost:3001" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'{reload}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// What a form says that can't be sent.
#[component]
fn Unreachable(t: Texts) -> impl IntoView {
    let wait = t.count("duration.seconds", 5);
    view! {
        <div class="form-errors notice notice--danger" role="alert" tabindex="-1">
            <Icon name="alert"/>
            <div class="notice-body"><p>{t.with("error.busy.text", &[("wait", &wait)])}</p></div>
        </div>
    }
}

/// Starts with the first touch; for those who work here also once the page is there and the browser has nothing else
/// to do. Until then the page is whole without it, and its own files don't share the line with the WASM.
fn start(files: &SiteFiles, texts: &str, is_signed_in: bool) -> String {
    // A press of such a button, and an address field that offers passkeys, need no more than a script of their own.
    let passkeys = "addEventListener('click',e=>{const b=e.target.closest?.('[data-passkey]');if(b)import('/webauthn.js').then(p=>p.ask(b))});\
         if(document.querySelector('[autocomplete~=webauthn]'))import('/webauthn.js').then(p=>p.offer());";
    let touched = "const once=()=>{go?.();go=null};\
         for(const e of['pointerdown','keydown'])addEventListener(e,once,{once:true,passive:true});";
    let idle = if is_signed_in {
        "const idle=()=>window.requestIdleCallback?requestIdleCallback(once,{timeout:1000}):setTimeout(once,100);\
         document.readyState==='complete'?idle():addEventListener('load',idle);"
    } else {
        ""
    };
    // A script that fails is counted, for those who are signed in; nothing is told of it but that it did.
    let failures = if is_signed_in {
        "for(const e of['error','unhandledrejection'])addEventListener(e,()=>navigator.sendBeacon?.('/browser-failures'));"
    } else {
        ""
    };
    let SiteFiles { js, wasm, .. } = files;
    // All three are asked for at once: else each would wait for the one that asks for it.
    format!(
        "{failures}{passkeys}let go=async()=>{{const s=import('{js}'),w=fetch('{wasm}'),t=fetch('{texts}');\
         for(const r of[w,t])r.catch(()=>0);const m=await s;await m.default({{module_or_path:w}});\
         m.start(await(await t).text());document.documentElement.dataset.ready=''}};{touched}{idle}"
    )
}
