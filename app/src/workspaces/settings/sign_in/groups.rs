//! The provider's groups, and the roles that they give.

use crate::forms::{Form, FormState};
use crate::state::texts;
use crate::ui::{Choice, Field, Icon, SelectField, Sentence};
use leptos::prelude::*;
use model::identity_provider::{GroupRow, ProviderView};
use model::roles::RoleName;

#[component]
pub(super) fn Groups(provider: ProviderView, roles: Vec<RoleName>, may_edit: bool, form: FormState) -> impl IntoView {
    let t = texts();
    let rows = provider.groups;
    view! {
        <section class="card" id="groups">
            <header class="card-head">
                <h2 class="card-title">{t.get("provider.groups")}</h2>
                <p class="card-text">{t.get("provider.groups.text")}</p>
            </header>
            <div class="card-body stack">
                {if rows.is_empty() {
                    view! { <p class="muted">{t.get("provider.groups.none")}</p> }.into_any()
                } else {
                    view! {
                        <ul class="session-list session-list--own">
                            {rows.into_iter().map(|row| view! {
                                <Row row=row may_edit=may_edit form=form/>
                            }).collect_view()}
                        </ul>
                    }.into_any()
                }}
            </div>
            {may_edit.then(|| view! { <NewMapping roles=roles form=form/> })}
        </section>
    }
}

#[component]
fn Row(row: GroupRow, may_edit: bool, form: FormState) -> impl IntoView {
    let t = texts();
    let GroupRow { group, role, role_name, by, counts } = row;
    let label = t.with("provider.groups.remove_which", &[("group", &group), ("role", &role_name)]);
    let values = vec![("group", group.clone()), ("role", role_name)];
    view! {
        <li>
            <div>
                <p class="session-device wrap-anywhere">
                    <Sentence text=t.get("provider.groups.gives") values=values/>
                </p>
                <p class="muted"><Sentence text=t.get("provider.groups.by") values=vec![("name", by)]/></p>
                {(!counts).then(|| view! {
                    <p class="field-error"><Icon name="alert" small=true/>{t.get("provider.groups.counts_not")}</p>
                })}
            </div>
            {may_edit.then(|| view! {
                <Form state=form>
                    <input type="hidden" name="group_name" value=group/>
                    <input type="hidden" name="role" value=role.to_string()/>
                    <button class="btn btn--s" name="action" value="unmap" aria-label=label>
                        {t.get("provider.groups.remove")}
                    </button>
                </Form>
            })}
        </li>
    }
}

#[component]
fn NewMapping(roles: Vec<RoleName>, form: FormState) -> impl IntoView {
    let t = texts();
    let first = roles.first().map(|role| role.id.to_string()).unwrap_or_default();
    let choices =
        roles.into_iter().map(|role| Choice { value: role.id.to_string(), label: role.name }).collect::<Vec<_>>();
    view! {
        <Form state=form>
            <div class="card-body stack">
                <Field name="group_name" label=t.get("provider.group") hint=t.get("provider.group.hint") autocomplete="off"
                    value=form.value("group_name", "") problem=form.problem("group_name")/>
                <SelectField name="role" label=t.get("field.role") hint=t.get("provider.role.hint") choices=choices
                    value=form.value("role", &first) problem=form.problem("role")/>
            </div>
            <footer class="card-foot">
                <button class="btn" name="action" value="map">{t.get("provider.groups.add")}</button>
            </footer>
        </Form>
    }
}
