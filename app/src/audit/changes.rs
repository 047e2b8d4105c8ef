//! What an event changed, field by field.

use crate::present::Presenter;
use domain::audit_log::Recorded;
use domain::members::roles::Role;
use domain::phone_numbers::international;
use model::Language;
use model::audit::Change;
use model::permissions::Permission;
use model::users::MemberField;
use serde_json::Value;
use std::collections::BTreeMap;

/// The longest value that is shown, in characters.
const MAX: usize = 500;

impl Presenter {
    /// The fields that differ, in the alphabet's order of their names in the event.
    pub(super) fn changes(&self, event: &Recorded, roles: &[Role]) -> Vec<Change> {
        // A state that is a single value is what the verb is about.
        let verb = event.action.split_once('.').map_or("", |(_, verb)| verb);
        let (before, after) = (fields(event.before.as_ref(), verb), fields(event.after.as_ref(), verb));
        let mut changed: BTreeMap<&str, (Option<&Value>, Option<&Value>)> = BTreeMap::new();
        for (field, value) in before {
            changed.entry(field).or_default().0 = Some(value);
        }
        for (field, value) in after {
            changed.entry(field).or_default().1 = Some(value);
        }
        // A version counts for the database alone.
        changed.retain(|field, (before, after)| before != after && *field != "version");
        let text =
            |field, value: Option<&Value>| value.map(|value| self.value(field, value, roles)).unwrap_or_default();
        let change = |(field, (before, after))| Change {
            field: self.field(field).to_owned(),
            before: text(field, before),
            after: text(field, after),
        };
        changed.into_iter().map(change).collect()
    }

    fn field<'a>(&self, field: &'a str) -> &'a str {
        let own = self.t.find(&format!("audit.field.{field}"));
        let of_member = || MemberField::named(field).map(|field| self.t.get(field.label()));
        own.or_else(of_member).or_else(|| self.t.find(&format!("field.{field}"))).unwrap_or(field)
    }

    fn value(&self, field: &str, value: &Value, roles: &[Role]) -> String {
        let text = match value {
            Value::Null => String::new(),
            Value::Bool(yes) => self.t.get(if *yes { "word.yes" } else { "word.no" }).to_owned(),
            Value::Number(number) => match number.as_i64() {
                Some(at) if matches!(field, "end_date" | "expires_at") => self.when(at).exact,
                Some(number) => self.t.number(number),
                None => number.to_string(),
            },
            Value::String(text) => self.word(field, text, roles),
            Value::Array(values) => {
                let texts: Vec<String> = values.iter().map(|value| self.value(field, value, roles)).collect();
                texts.join(", ")
            }
            Value::Object(_) => value.to_string(),
        };
        cut(&text, MAX)
    }

    /// "Users: Edit".
    fn permission(&self, Permission(resource, access): Permission) -> String {
        let (resource, access) = (format!("resource.{}", resource.name()), format!("access.{}", access.name()));
        format!("{}: {}", self.t.get(&resource), self.t.get(&access))
    }

    /// Ids of roles and names of our own by what people call them.
    fn word(&self, field: &str, text: &str, roles: &[Role]) -> String {
        let role = || {
            let id = text.parse().ok()?;
            roles.iter().find(|role| role.id == id).map(|role| self.role_name(role))
        };
        match field {
            "role" if text == model::users::RoleChoice::SUPER_USER => self.t.get("role.super_user").to_owned(),
            "role" | "roles" | "replaced_by" | "factor_roles" | "default_role" => {
                role().unwrap_or_else(|| text.to_owned())
            }
            "lifetime" | "max_lifetime" | "default_lifetime" => {
                self.t.find(&format!("tokens.lifetime.{text}")).unwrap_or(text).to_owned()
            }
            "status" => self.t.find(&format!("status.{text}")).unwrap_or(text).to_owned(),
            "action" => self.t.find(&format!("bulk.{text}")).unwrap_or(text).to_owned(),
            "muted" => self.t.find(&format!("notices.{text}")).unwrap_or(text).to_owned(),
            "language" | "languages" => {
                text.parse().map_or_else(|()| text.to_owned(), |language: Language| language.own_name().to_owned())
            }
            "country" => self.country_name(text),
            "phone" => international(text),
            "allows" => text.parse().map_or_else(|()| text.to_owned(), |permission| self.permission(permission)),
            "source" => self.t.find(&format!("source.{text}")).unwrap_or(text).to_owned(),
            _ => text.to_owned(),
        }
    }
}

fn fields<'a>(state: Option<&'a Value>, verb: &'a str) -> Vec<(&'a str, &'a Value)> {
    match state {
        None => Vec::new(),
        Some(Value::Object(fields)) => fields.iter().map(|(field, value)| (current_field(field), value)).collect(),
        Some(value) => vec![(current_field(verb), value)],
    }
}

/// Today's name of a field: older events have former names, and a single value is called by what its verb sets.
fn current_field(name: &str) -> &str {
    match name {
        "look" => "theme_preference",
        "becomes" => "replaced_by",
        "set_auto_join" => "auto_join",
        "set_end_date" => "end_date",
        "change_email" | "undo_email_change" => "email",
        name => name,
    }
}

/// At most so many characters, with a sign where some are missing.
pub(super) fn cut(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
