//! From a posted address to the form that answers it.

use crate::address::{confirm_then, factor_for_page, factor_then, sign_in_at, sign_in_then};
use crate::forms::{Answer, Dispatch, keep};
use crate::request::RequestContext;
use crate::state::Posted;
use crate::{
    account, auth, billing, connections, downloads, groups, invitations, roles, shell, users, workspace_tokens,
    workspaces,
};
use model::ids::AccountId;
use model::urls::Url;
use model::{Error, Fields, Harmless, Problem};

/// As server functions reach it.
pub const DISPATCH: Dispatch = Dispatch(|request, path, fields| Box::pin(dispatch(request, path, fields)));

/// Answers a form posted to `path` (with its query). Never fails: what went wrong is shown where it was typed.
pub async fn dispatch(request: &RequestContext, path: &str, mut fields: Fields) -> Answer {
    let filled_by = fields.take_account();
    if let Some(name) = fields.with_nul() {
        let error = Error::at(name, Problem::ControlCharacters);
        return refused(request, path, Fields::default(), filled_by, error);
    }
    if request.ctx.actor.account().is_some_and(|id| filled_by.is_some_and(|account| account != id)) {
        // Someone else has signed in at this browser since the page came: what stands in the form is not theirs to
        // send.
        return refused(request, path, Fields::default(), None, Error::Conflict);
    }
    let answered = match Url::parse(path) {
        Some(url) => answer(request, url, path, &fields).await,
        None => Err(Error::NotFound),
    };
    answered.unwrap_or_else(|error| refused(request, path, fields, filled_by, error))
}

#[expect(clippy::too_many_lines, reason = "a line for each address")]
async fn answer(request: &RequestContext, url: Url, path: &str, fields: &Fields) -> Result<Answer, Error> {
    match url {
        Url::SetUp => auth::setup_form(request, fields).await,
        Url::SignIn => auth::sign_in_form(request, path, fields).await,
        Url::SignInFactor => auth::factor_form(request, path, fields).await,
        Url::FindProvider => auth::find_provider_form(request, path, fields).await,
        Url::SignOut => auth::sign_out_form(request).await,
        Url::ChoosePassword => auth::choose_password_form(request, fields).await,
        Url::Confirm => auth::confirm_form(request, path, fields).await,
        Url::AskRecovery => auth::ask_recovery_form(request, fields).await,
        Url::Recover { token } => auth::recover_form(request, &token, fields).await,
        Url::ChangeEmail { token } => auth::change_email_form(request, &token).await,
        Url::UndoEmail { token } => auth::undo_email_form(request, &token).await,
        Url::VerifyEmail { token } => auth::verify_email_form(request, &token, fields).await,
        Url::AcceptInvitation { token } => invitations::accept_form(request, &token, fields).await,
        Url::ThemePreference => shell::theme_form(request, fields).await,
        Url::LanguagePreference => shell::language_form(request, fields).await,
        Url::CsvPreference => downloads::separator_form(fields),
        Url::Security => account::security_form(request, fields).await,
        Url::SecondFactor => account::factor_form(request, path, fields).await,
        Url::RecoveryCodes => account::codes_form(request, path).await,
        Url::NewPasskey => account::add_passkey_form(request, path, fields).await,
        Url::Passkey { id } => account::passkey_form(request, id, fields).await,
        Url::NewToken => account::new_token_form(request, path, fields).await,
        Url::Token { id } => account::token_form(request, id, path, fields).await,
        Url::Integrations => connections::integrations_form(request, fields).await,
        Url::Lab => account::lab_form(request, fields).await,
        Url::DeleteAccount => account::delete_form(request, fields).await,
        Url::Notifications => account::notices_form(request, fields).await,
        Url::Profile => account::profile_form(request, fields).await,
        Url::Workspaces => workspaces::workspaces_form(request, fields).await,
        Url::NewWorkspace => workspaces::create_form(request, fields).await,
        Url::WorkspaceSettings { slug } => workspaces::general_form(request, &slug, fields).await,
        Url::AccessSettings { slug } => workspaces::access_form(request, &slug, fields).await,
        Url::SecuritySettings { slug } => workspaces::factors_form(request, &slug, fields).await,
        Url::DomainSettings { slug } => workspaces::domains_form(request, &slug, fields).await,
        Url::SignInSettings { slug } => workspaces::sign_in_settings_form(request, &slug, fields).await,
        Url::NewWebhook { slug } => workspaces::new_webhook_form(request, &slug, path, fields).await,
        Url::Webhook { slug, id } => workspaces::webhook_form(request, &slug, id, path, fields).await,
        Url::WebhookDelivery { slug, id, event } => workspaces::replay_form(request, &slug, id, event).await,
        Url::WorkspaceTokens { slug } => workspace_tokens::rules_form(request, &slug, fields).await,
        Url::NewWorkspaceToken { slug } => workspace_tokens::create_form(request, &slug, path, fields).await,
        Url::WorkspaceToken { slug, id } => workspace_tokens::token_form(request, &slug, id, path, fields).await,
        Url::LabSettings { slug } => workspaces::lab_settings_form(request, &slug, fields).await,
        Url::MyCredits { slug } => billing::request_form(request, &slug, fields).await,
        Url::WorkspaceBilling { slug } => billing::wallet_form(request, &slug, fields).await,
        Url::NewGrant { slug } => billing::grant_form(request, &slug, fields).await,
        Url::CorrectEntry { slug, id } => billing::correct_form(request, &slug, id, fields).await,
        Url::CreditCaps { slug } => billing::caps_form(request, &slug, fields).await,
        Url::CreditRequests { slug } => billing::decide_form(request, &slug, fields).await,
        Url::OwnershipSettings { slug } => workspaces::transfer_form(request, &slug, fields).await,
        Url::DeleteWorkspace { slug } => workspaces::delete_form(request, &slug, fields).await,
        Url::NewUser { slug } => users::wizard_form(request, &slug, path, fields).await,
        Url::UserColumns { slug } => users::list_preferences_form(request, &slug, path, fields).await,
        Url::UserViews { slug } => users::views_form(request, &slug, path, fields).await,
        Url::BulkQuestion { slug } => users::bulk_form(request, &slug, path, fields).await,
        Url::BulkJob { slug, job } => users::cancel_form(request, &slug, job).await,
        Url::Import { slug, job } => users::import_form(request, &slug, job, fields).await,
        Url::User { slug, id } => users::act_form(request, &slug, id, path, fields).await,
        Url::EditUser { slug, id } => users::edit_form(request, &slug, id, path, fields).await,
        Url::UserPassword { slug, id } => users::password_form(request, &slug, id, path, fields).await,
        Url::ScheduleOnboarding { slug, id } => users::onboarding_form(request, &slug, id, path, fields).await,
        Url::RemoveUser { slug, id } => users::remove_form(request, &slug, id, path, fields).await,
        Url::Invitations { slug } => invitations::manage_form(request, &slug, fields).await,
        Url::NewGroup { slug } => groups::create_form(request, &slug, fields).await,
        Url::Group { slug, id } => groups::save_form(request, &slug, id, fields).await,
        Url::DeleteGroup { slug, id } => groups::delete_form(request, &slug, id).await,
        Url::NewRole { slug } => roles::create_form(request, &slug, fields).await,
        Url::ReviewRole { slug, id } => roles::save_form(request, &slug, id, fields).await,
        Url::DeleteRole { slug, id } => roles::delete_form(request, &slug, id, fields).await,
        Url::LeaveWorkspace { slug } => workspaces::leave_form(request, &slug).await,
        // Pages without a form, and files, which are taken before (`server/src/http/router.rs`).
        Url::Home
        | Url::Workspace { .. }
        | Url::Me { .. }
        | Url::Users { .. }
        | Url::Imports { .. }
        | Url::Roles { .. }
        | Url::Role { .. }
        | Url::Groups { .. }
        | Url::Audit { .. }
        | Url::SignInAtProvider { .. }
        | Url::ProviderCallback { .. }
        | Url::ProviderFailed { .. }
        | Url::ProviderLogout { .. }
        | Url::ConnectionCallback { .. }
        | Url::Avatar { .. }
        | Url::AccountData
        | Url::Tokens
        | Url::Webhooks { .. }
        | Url::TokenCalls { .. }
        | Url::WorkspaceCalls { .. }
        | Url::Billing
        | Url::DownloadMyEntries { .. }
        | Url::Ledger { .. }
        | Url::DownloadLedger { .. }
        | Url::Statement { .. }
        | Url::DownloadAudit { .. }
        | Url::DownloadUsers { .. }
        | Url::ImportSample { .. }
        | Url::ImportRejected { .. }
        | Url::ImportLinks { .. } => Err(Error::NotFound),
    }
}

fn refused(request: &RequestContext, path: &str, fields: Fields, filled_by: Option<AccountId>, error: Error) -> Answer {
    let mut posted = Posted { path: path.to_owned(), ..Posted::default() };
    match error {
        Error::SignedOut | Error::ConfirmationDue => {
            let there = if error == Error::SignedOut { sign_in_then(path) } else { confirm_then(path) };
            let answer = Answer::load(there);
            let typed_by = request.ctx.account().ok().or(filled_by);
            return match typed_by.and_then(|account| keep(request, account, path, Harmless::of(&fields))) {
                Some(cookie) => answer.with(cookie),
                None => answer,
            };
        }
        Error::FactorDue => return Answer::load(factor_then(path)),
        Error::FactorRequired => return Answer::load(factor_for_page(path)),
        Error::ProviderRequired(provider) => return Answer::load(sign_in_at(&provider, path)),
        Error::EmailVerificationRequired => return Answer::load(Url::Workspaces),
        Error::PasswordChangeDue => return Answer::load(Url::ChoosePassword),
        Error::Invalid(errors) => posted.errors = errors,
        other => posted.failure = Some(other),
    }
    posted.values = Harmless::of(&fields);
    Answer::show(posted)
}
