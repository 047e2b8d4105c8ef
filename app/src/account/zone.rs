//! The time zones as a list in groups: a plain control, that finds what is typed by itself.

use crate::state::texts;
use crate::ui::FieldError;
use leptos::prelude::*;
use model::account::Zone;

#[component]
pub(super) fn ZoneField(
    zones: Vec<Zone>,
    #[prop(into)] value: String,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let t = texts();
    let group = |region: &'static str| {
        let label = t.get(&format!("zone.{}", region.to_ascii_lowercase()));
        let zones = zones.iter().filter(move |zone| zone.region() == Some(region));
        view! {
            <optgroup label=label>
                {zones.map(|zone| view! { <ZoneOption zone=zone.clone() chosen=zone.name == value/> }).collect_view()}
            </optgroup>
        }
    };
    let others = zones.iter().filter(|zone| zone.region().is_none());
    view! {
        <div class="field">
            <label class="field-label" for="time_zone">{t.get("field.time_zone")}</label>
            <select class="input select" id="time_zone" name="time_zone"
                aria-describedby="time_zone-hint time_zone-error"
                aria-invalid=move || problem.with(Option::is_some).then_some("true")>
                {others.map(|zone| view! { <ZoneOption zone=zone.clone() chosen=zone.name == value/> }).collect_view()}
                {Zone::REGIONS.map(group).collect_view()}
            </select>
            <p class="field-hint" id="time_zone-hint">{t.get("settings.time_zone_hint")}</p>
            <FieldError name="time_zone" problem=problem/>
        </div>
    }
}

#[component]
fn ZoneOption(zone: Zone, chosen: bool) -> impl IntoView {
    view! { <option value=zone.name.clone() selected=chosen>{zone.label()}</option> }
}
