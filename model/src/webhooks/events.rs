//! Event types: the name of an audit action is the type of its event.

use crate::audit::Action;

/// The type of an event that someone sends to try an endpoint.
pub const TEST: &str = "webhook.test";

/// What is done in workspaces; the other actions are about one's own account.
const NOUNS: [&str; 13] = [
    "audit",
    "bulk",
    "domain",
    "group",
    "import",
    "invitation",
    "job",
    "member",
    "role",
    "users",
    "view",
    "webhook",
    "workspace",
];

/// The type of an action's events; none where it happens in no workspace.
pub fn event_type(action: Action) -> Option<&'static str> {
    let name = action.name();
    name.split_once('.').filter(|(noun, _)| NOUNS.contains(noun)).map(|_| name)
}

/// All types, in the alphabet's order.
pub fn event_types() -> impl Iterator<Item = &'static str> {
    Action::ALL.iter().filter_map(|action| event_type(*action))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_workspaces_and_well_formed() {
        assert_eq!(event_type(Action::MemberCreate), Some("member.create"));
        assert_eq!(event_type(Action::SessionBegin), None);
        assert_eq!(event_type(Action::PasswordChange), None);
        for name in event_types() {
            let of_the_specification = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
            assert!(name.chars().all(of_the_specification), "{name}");
        }
        let nouns: Vec<&str> = event_types().filter_map(|name| name.split('.').next()).collect();
        assert!(NOUNS.iter().all(|noun| nouns.contains(noun)));
    }
}
