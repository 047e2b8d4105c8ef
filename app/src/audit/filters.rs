//! Which events: a form whose fields are the address. It is sent as any form, with or without a script.

use super::suggest::Suggested;
use super::timeline::sentence;
use crate::address::use_slug;
use crate::state::{may, texts};
use crate::ui::DayInWords;
use leptos::prelude::*;
use model::Texts;
use model::audit::{AuditQuery, Channel};
use model::i18n::fill;
use model::permissions::Permission;
use model::urls::Url;

#[component]
pub(super) fn Filters(asked: AuditQuery, actions: Vec<String>) -> impl IntoView {
    let t = texts();
    let page = Url::Audit { slug: use_slug().get_untracked() }.path();
    let everything = asked.is_narrowed().then(|| page.clone());
    let day = |day: Option<String>| day.unwrap_or_default();
    view! {
        <form class="audit-filters" role="search" method="get" action=page>
            <Person name="who" label="audit.who" value=asked.who hint="audit.who_hint"/>
            <div class="field">
                <label class="field-label" for="what">{t.get("audit.what")}</label>
                <select class="input select" id="what" name="what">
                    <option value="">{t.get("audit.any")}</option>
                    {nouns(&actions).into_iter().map(|(noun, actions)| view! {
                        <Noun noun=noun actions=actions chosen=asked.what.clone()/>
                    }).collect_view()}
                </select>
            </div>
            <Person name="whom" label="audit.whom" value=asked.whom hint="audit.whom_hint"/>
            <div class="field">
                <label class="field-label" for="how">{t.get("audit.how")}</label>
                <select class="input select" id="how" name="how">
                    <option value="">{t.get("audit.any_how")}</option>
                    {Channel::ALL.map(|channel| view! {
                        <option value=channel.key() selected=asked.how == Some(channel)>
                            {t.get(&format!("audit.channel.{}", channel.key()))}
                        </option>
                    }).collect_view()}
                </select>
            </div>
            <DayField name="from" label="audit.from" value=day(asked.from)/>
            <DayField name="to" label="audit.to" value=day(asked.to)/>
            <button class="btn btn--primary">{t.get("audit.filter")}</button>
            {everything.map(|page| view! { <a class="chip chip--clear" href=page>{t.get("users.clear")}</a> })}
        </form>
    }
}

/// A person by their e-mail, their name or a part of it; with a script, those that there are to choose from.
#[component]
fn Person(name: &'static str, label: &'static str, value: String, hint: &'static str) -> impl IntoView {
    let t = texts();
    let slug = use_slug().get_untracked();
    let list = may(Permission::USERS_READ).then(|| format!("{name}-people"));
    view! {
        <div class="field">
            <label class="field-label" for=name>{t.get(label)}</label>
            <input class="input" id=name name=name value=value placeholder=t.get(hint) autocomplete="off"
                list=list.clone()/>
            {list.map(|list| view! { <Suggested id=list slug=slug/> })}
        </div>
    }
}

#[component]
fn DayField(name: &'static str, label: &'static str, value: String) -> impl IntoView {
    let t = texts();
    view! {
        <div class="field">
            <label class="field-label" for=name>{t.get(label)}</label>
            <input class="input" type="date" id=name name=name value=value.clone() autocomplete="off"
                aria-describedby=format!("{name}-day")/>
            <DayInWords name=name day=value/>
        </div>
    }
}

/// What happened to one kind of thing: each action, and all of them.
#[component]
fn Noun(noun: String, actions: Vec<String>, chosen: String) -> impl IntoView {
    let t = texts();
    let all = format!("{noun}.");
    let label = t.find(&format!("audit.noun.{noun}")).map_or(noun, str::to_owned);
    let is_all = chosen == all;
    view! {
        <optgroup label=label.clone()>
            <option value=all selected=is_all>{t.with("audit.all_of", &[("noun", &label)])}</option>
            {actions.into_iter().map(|action| {
                let (words, selected) = (blank(t, &action), action == chosen);
                view! { <option value=action selected=selected>{words}</option> }
            }).collect_view()}
        </optgroup>
    }
}

/// Actions by their noun, both in the alphabet's order.
fn nouns(actions: &[String]) -> Vec<(String, Vec<String>)> {
    let mut nouns: Vec<(String, Vec<String>)> = Vec::new();
    for action in actions {
        let noun = action.split_once('.').map_or(action.as_str(), |(noun, _)| noun);
        match nouns.iter_mut().find(|(known, _)| known == noun) {
            Some((_, actions)) => actions.push(action.clone()),
            None => nouns.push((noun.to_owned(), vec![action.clone()])),
        }
    }
    nouns
}

/// An action's sentence without anyone in it.
fn blank(t: Texts, action: &str) -> String {
    fill(sentence(t, action), &[("by", "…"), ("target", "…"), ("action", action)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Language;

    #[test]
    fn actions_are_offered_under_what_they_are_about() {
        let actions = ["job.cancel", "member.create", "member.edit"].map(str::to_owned);
        let nouns = nouns(&actions);
        assert_eq!(nouns[0], ("job".to_owned(), vec!["job.cancel".to_owned()]));
        assert_eq!((nouns[1].0.as_str(), nouns[1].1.len()), ("member", 2));
        assert_eq!(blank(Language::English.texts(), "member.create"), "… added …");
    }
}
