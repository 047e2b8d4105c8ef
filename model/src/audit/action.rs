//! What an audit event says was done.

/// Each action once: its variant, its name (`noun.verb`, as events store it and addresses and the API write it), and
/// the name under which older events have it. Those are part of a hash chain and stay as they are.
macro_rules! actions {
    ($($action:ident = $name:literal $(was $former:literal)?),+ $(,)?) => {
        /// What was done. The sentence is in the catalogues, as `audit.<name>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = concat!("`", $name, "`")] $action),+
        }

        impl Action {
            /// In the alphabet's order of their names.
            pub const ALL: &[Self] = &[$(Self::$action),+];

            /// `noun.verb`, as new events store it, and as addresses and the API write it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$action => $name),+
                }
            }

            /// The names under which events have it: today's, and the former one.
            pub fn stored_names(self) -> &'static [&'static str] {
                match self {
                    $(Self::$action => &[$name $(, $former)?]),+
                }
            }

            /// Today's name of an action by the name that an event has; a name that nobody knows stays as it is.
            pub fn current_name(stored: &str) -> &str {
                match Self::named(stored) {
                    Some(action) => action.name(),
                    None => stored,
                }
            }

            /// By today's name or the former one.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name $(| $former)? => Some(Self::$action),)+
                    _ => None,
                }
            }
        }
    };
}

actions! {
    AccountCancelDeletion = "account.cancel_deletion" was "account.keep",
    AccountChangeEmail = "account.change_email" was "account.email",
    AccountConnectProvider = "account.connect_provider",
    AccountCreate = "account.create",
    AccountDelete = "account.delete",
    AccountDisconnectProvider = "account.disconnect_provider",
    AccountExportData = "account.export_data" was "account.data",
    AccountRecover = "account.recover",
    AccountRemovePicture = "account.remove_picture" was "account.picture_removed",
    AccountRequestDeletion = "account.request_deletion" was "account.ask_deletion",
    AccountRequestEmailChange = "account.request_email_change" was "account.ask_email",
    AccountRequestEmailVerification = "account.request_email_verification" was "account.ask_proof",
    AccountRequestRecovery = "account.request_recovery" was "account.ask_recovery",
    AccountSetNotices = "account.set_notices" was "account.notices",
    AccountSetPicture = "account.set_picture" was "account.picture",
    AccountUndoEmailChange = "account.undo_email_change" was "account.email_undo",
    AccountVerifyEmail = "account.verify_email" was "account.prove",
    AuditExport = "audit.export",
    AuditRetain = "audit.retain",
    BulkStart = "bulk.start",
    ConnectionConnect = "connection.connect",
    ConnectionDisconnect = "connection.disconnect",
    ConnectionScheduleOnboarding = "connection.schedule_onboarding",
    CreditsActivate = "credits.activate",
    CreditsAlert = "credits.alert",
    CreditsApproveRequest = "credits.approve_request",
    CreditsCorrect = "credits.correct",
    CreditsCreateCap = "credits.create_cap",
    CreditsDeactivate = "credits.deactivate",
    CreditsDeleteCap = "credits.delete_cap",
    CreditsGrant = "credits.grant",
    CreditsRejectRequest = "credits.reject_request",
    CreditsRequest = "credits.request",
    CreditsSetAlerts = "credits.set_alerts",
    DomainAdd = "domain.add",
    DomainRemove = "domain.remove",
    DomainSetAutoJoin = "domain.set_auto_join" was "domain.joins",
    DomainVerify = "domain.verify",
    FactorDisable = "factor.disable",
    FactorEnable = "factor.enable",
    FactorRenewCodes = "factor.renew_codes" was "factor.codes",
    FactorSetUp = "factor.set_up" was "factor.begin",
    FactorUseCode = "factor.use_code",
    GroupCreate = "group.create",
    GroupDelete = "group.delete",
    GroupEdit = "group.edit",
    ImportApply = "import.apply",
    ImportExportLinks = "import.export_links" was "import.links",
    ImportStart = "import.start",
    ImportUndo = "import.undo",
    InvitationAccept = "invitation.accept",
    InvitationResend = "invitation.resend",
    InvitationRevoke = "invitation.revoke",
    InvitationSend = "invitation.send",
    InvitationTakeOver = "invitation.take_over",
    JobCancel = "job.cancel",
    LabDisable = "lab.disable",
    LabEnable = "lab.enable",
    LabSetPolicy = "lab.set_policy",
    LabTurnOff = "lab.turn_off",
    LabTurnOn = "lab.turn_on",
    MemberActivate = "member.activate",
    MemberCreate = "member.create",
    MemberCreateVerificationLink = "member.create_verification_link" was "member.entry_link",
    MemberDeleteAccount = "member.delete_account" was "member.gone",
    MemberEdit = "member.edit",
    MemberEnd = "member.end",
    MemberJoin = "member.join",
    MemberLeave = "member.leave",
    MemberPurge = "member.purge" was "member.forget",
    MemberRemove = "member.remove",
    MemberResetFactor = "member.reset_factor",
    MemberResetPassword = "member.reset_password" was "member.password",
    MemberRestore = "member.restore",
    MemberSendRecovery = "member.send_recovery",
    MemberSetEndDate = "member.set_end_date" was "member.end_date",
    MemberSetGroups = "member.set_groups" was "member.group",
    MemberSetRoles = "member.set_roles" was "member.role",
    MemberSignOut = "member.sign_out",
    MemberSuspend = "member.suspend",
    PasskeyAdd = "passkey.add",
    PasskeyRemove = "passkey.remove",
    PasskeyRename = "passkey.rename",
    PasswordChange = "password.change",
    PasswordChoose = "password.choose",
    ProfileEdit = "profile.edit" was "profile.save",
    ProviderMapGroup = "provider.map_group",
    ProviderRemove = "provider.remove",
    ProviderRequire = "provider.require",
    ProviderSave = "provider.save",
    ProviderUnmapGroup = "provider.unmap_group",
    ProviderUnrequire = "provider.unrequire",
    RoleCreate = "role.create",
    RoleDelete = "role.delete",
    RoleEdit = "role.edit",
    SessionBegin = "session.begin",
    SessionBreakGlass = "session.break_glass",
    SessionConfirm = "session.confirm",
    SessionEnd = "session.end",
    SessionEndAtProvider = "session.end_at_provider",
    SessionRequireFactor = "session.require_factor" was "session.ask_code",
    SessionRevoke = "session.revoke",
    SessionRevokeOthers = "session.revoke_others",
    TokenCreate = "token.create",
    TokenDeny = "token.deny",
    TokenRevoke = "token.revoke",
    TokenRotate = "token.rotate",
    UsersExport = "users.export",
    ViewDelete = "view.delete",
    ViewShare = "view.share",
    ViewUpdate = "view.update",
    WebhookCreate = "webhook.create",
    WebhookDelete = "webhook.delete",
    WebhookDisable = "webhook.disable",
    WebhookEdit = "webhook.edit",
    WebhookEnable = "webhook.enable",
    WebhookReplay = "webhook.replay",
    WebhookRotateSecret = "webhook.rotate_secret",
    WorkspaceCreate = "workspace.create",
    WorkspaceDelete = "workspace.delete",
    WorkspaceEdit = "workspace.edit" was "workspace.settings",
    WorkspacePurge = "workspace.purge",
    WorkspaceRecoverAdmin = "workspace.recover_admin",
    WorkspaceRemovePicture = "workspace.remove_picture" was "workspace.picture_removed",
    WorkspaceRestore = "workspace.restore",
    WorkspaceSeed = "workspace.seed",
    WorkspaceSeedAgain = "workspace.seed_again",
    WorkspaceSetPicture = "workspace.set_picture" was "workspace.picture",
    WorkspaceSetUp = "workspace.set_up",
    WorkspaceTransfer = "workspace.transfer",
}

#[cfg(test)]
mod tests {
    use super::Action;

    #[test]
    fn every_stored_name_reads_as_its_action() {
        for action in Action::ALL {
            for name in action.stored_names() {
                assert_eq!(Action::named(name), Some(*action), "{name}");
            }
        }
        assert_eq!(Action::named("account.prove"), Some(Action::AccountVerifyEmail));
        assert_eq!(Action::named("nobody.knows"), None);
    }
}
