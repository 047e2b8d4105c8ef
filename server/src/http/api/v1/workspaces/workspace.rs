//! A workspace's settings, as the API answers them.

use domain::workspaces::Settings;
use model::workspaces::General;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a workspace's people can see and set of it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct WorkspaceSettings {
    /// Its name in addresses.
    #[schema(example = "acme")]
    slug: String,
    #[schema(example = "Acme")]
    name: String,
    /// Those that invitations and new accounts can have (BCP 47).
    #[schema(example = json!(["en", "pt-BR"]))]
    languages: Vec<String>,
    /// Of telephone numbers that do not say theirs (ISO 3166-1); null: they have to.
    #[schema(example = "BR")]
    country: Option<String>,
    /// The role of people for whom nothing else is said; null: the built-in "Member".
    default_role: Option<Uuid>,
    /// By name; null where it is nobody's.
    owner: Option<String>,
    /// Counts changes; the `ETag` begins with it.
    version: i64,
}

impl WorkspaceSettings {
    pub(super) fn of(settings: Settings) -> Self {
        let General { name, languages, country, default_role } = settings.general;
        Self {
            slug: settings.slug,
            name,
            languages: languages.into_iter().map(|language| language.tag().to_owned()).collect(),
            country: country.map(|country| country.code().to_owned()),
            default_role: default_role.map(|id| id.0),
            owner: settings.owner,
            version: settings.version,
        }
    }
}
