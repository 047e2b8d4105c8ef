//! Who may do what: every verb of a workspace, tried by everyone. `golden/authority.txt` is what they were answered;
//! with `ROSTER_GOLDEN=write` it is written anew. A verb that is missing here fails the test.

use crate::support::{Kind, Postgres, Sqlite, TestApp};
use domain::connections::NewOnboarding;
use domain::db::query;
use domain::members::Secret;
use domain::sso::workspace;
use domain::tokens::calls::calls_within;
use domain::users::{self, NewUser, act, bulk, create_in, import, wizard};
use domain::workspaces::{self, domains};
use domain::{
    Actor, Channel, Context, accounts, audit, audit_log, auth, connections, credits, groups, invitations, jobs, lab,
    plans, roles, shell, tokens, webhooks, worker,
};
use model::Month;
use model::accounts::Password;
use model::audit::AuditQuery;
use model::credits::{
    AlertsInput, CapInput, CapSubject, CorrectionInput, CreditRequestInput, DebitInput, DecisionInput, EntryQuery,
    GrantCategory, GrantInput, HoldInput,
};
use model::groups::GroupInput;
use model::identity_provider::{GroupMapping, ProviderInput};
use model::ids::{
    AccountId, CapId, CreditRequestId, DomainId, DraftId, EntryId, GroupId, HoldId, IdentityProviderId, InvitationId,
    JobId, MemberId, RoleId, TokenId, TransactionId, ViewId, WebhookId,
};
use model::imports::Reading;
use model::invitations::{InvitationsQuery, Succession, UnknownDelivery};
use model::lab::{Feature, Policy};
use model::permissions::{Permission, Permissions};
use model::roles::RoleInput;
use model::tokens::{CallsQuery, NewToken, NewWorkspaceToken, Rotation, TokenLifetime, TokenRules, TokenWorkspaces};
use model::users::{Action, Edit, MemberField, RoleChoice, Source, Texts, UsersQuery};
use model::webhooks::{PayloadForm, WebhookInput};
use model::wizard::{AddMode, Step};
use model::workspaces::{Change, Factors, General};
use model::{Error, Fields, Language};
use rstest::rstest;
use std::collections::BTreeSet;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};

const SLUG: &str = "acme";
type Tried = Pin<Box<dyn Future<Output = Result<(), Error>>>>;
type Verb = (&'static str, fn(World, Context) -> Tried);

/// Where each try begins: Acme, its super-user, and whoever the try needs.
#[derive(Clone)]
struct World {
    founder: Context,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl World {
    fn fresh_address() -> String {
        format!("person{}@acme.example", NEXT.fetch_add(1, Ordering::Relaxed))
    }

    async fn built_in(&self, key: &str) -> RoleId {
        let roles = roles::choices(&self.founder, SLUG).await.unwrap();
        roles.into_iter().find(|role| role.builtin.as_deref() == Some(key)).unwrap().id
    }

    async fn add(&self, role: RoleChoice) -> MemberId {
        let new = NewUser {
            email: Self::fresh_address(),
            first_name: "Bea".into(),
            last_name: "Lima".into(),
            phone: None,
            secret: Secret::None,
            role,
            source: Source::Added,
        };
        let mut tx = self.founder.write().await.unwrap();
        let membership = self.founder.membership(&mut tx, SLUG).await.unwrap();
        let made = create_in(&self.founder, &mut tx, &membership, new).await.unwrap();
        tx.commit().await.unwrap();
        made.member
    }

    async fn member(&self) -> MemberId {
        self.add(RoleChoice::Role(self.built_in("member").await)).await
    }

    async fn account(&self, member: MemberId) -> AccountId {
        users::details(&self.founder, SLUG, member).await.unwrap().listed.account.unwrap()
    }

    /// Whoever has this account, signed in just now.
    async fn signed_in(&self, account: AccountId) -> Context {
        let mut tx = self.founder.write().await.unwrap();
        let session = auth::begin(&self.founder, &mut tx, account, &auth::Client::default(), false).await.unwrap();
        tx.commit().await.unwrap();
        let authenticated = auth::resume(&self.founder.roster, &session.token).await.unwrap().unwrap();
        Context { actor: authenticated.actor, ..self.founder.clone() }
    }

    /// A domain of Acme's, not verified.
    async fn domain(&self) -> DomainId {
        let name = format!("d{}.example", NEXT.fetch_add(1, Ordering::Relaxed));
        domains::add(&self.founder, SLUG, &name).await.unwrap()
    }

    fn webhook_input() -> WebhookInput {
        let url = "https://1.1.1.1/".into();
        WebhookInput { url, description: String::new(), events: Vec::new(), payload: PayloadForm::Thin }
    }

    /// A feature of the Lab is on for everyone in Acme.
    async fn force(&self, feature: &str) {
        let mut tx = self.founder.write().await.unwrap();
        query(
            "INSERT INTO lab_policies (workspace_id, feature, policy)
             SELECT id, $2, 'force' FROM workspaces WHERE slug = $1 ON CONFLICT DO NOTHING",
        )
        .bind(SLUG)
        .bind(feature)
        .run(&mut tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// In place of those that there are: a workspace has so many and no more.
    async fn webhook(&self) -> WebhookId {
        for one in webhooks::list(&self.founder, SLUG).await.unwrap().webhooks {
            webhooks::delete(&self.founder, SLUG, one.id, None).await.unwrap();
        }
        webhooks::create(&self.founder, SLUG, &Self::webhook_input()).await.unwrap().id
    }

    /// In place of the one that there is.
    async fn provider(&self) {
        let mut tx = self.founder.write().await.unwrap();
        query("DELETE FROM identity_provider_groups").run(&mut tx).await.unwrap();
        query("DELETE FROM identity_providers").run(&mut tx).await.unwrap();
        query(
            "INSERT INTO identity_providers
                 (id, workspace_id, name, issuer, client_id, client_secret, groups_claim, auto_join, required, version,
                  created_at)
             SELECT $1, id, 'Acme', 'https://id.example', 'roster', $2, 'groups', FALSE, FALSE, 1, 0
             FROM workspaces WHERE slug = $3",
        )
        .bind(self.founder.id::<IdentityProviderId>())
        .bind(Vec::new())
        .bind(SLUG)
        .run(&mut tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    async fn mapping(&self) -> GroupMapping {
        GroupMapping { group: "staff".into(), role: self.built_in("viewer").await }
    }

    fn grant_input() -> GrantInput {
        GrantInput {
            id: None,
            category: GrantCategory::Paid,
            amount: 100,
            priority: 100,
            effective: String::new(),
            expires: String::new(),
            note: String::new(),
        }
    }

    fn debit_input() -> DebitInput {
        DebitInput::parse(&Fields::default().with("amount", "1").with("feature", "ai.text")).unwrap()
    }

    fn hold_input() -> HoldInput {
        HoldInput::parse(&Fields::default().with("amount", "1").with("feature", "ai.text")).unwrap()
    }

    fn cap_input() -> CapInput {
        CapInput { feature: None, subject: CapSubject::Workspace, amount: 1_000_000 }
    }

    /// Credits that are reserved.
    async fn hold(&self) -> HoldId {
        credits::grant(&self.founder, SLUG, &Self::grant_input()).await.unwrap();
        credits::hold(&self.founder, SLUG, &Self::hold_input()).await.unwrap().id
    }

    /// Credits that were used.
    async fn entry(&self) -> EntryId {
        credits::grant(&self.founder, SLUG, &Self::grant_input()).await.unwrap();
        credits::debit(&self.founder, SLUG, &Self::debit_input()).await.unwrap().entries[0]
    }

    async fn cap(&self) -> CapId {
        credits::caps::create(&self.founder, SLUG, &Self::cap_input()).await.unwrap()
    }

    /// In place of those that wait: a person has a few and no more.
    async fn request(&self) -> CreditRequestId {
        let mut tx = self.founder.write().await.unwrap();
        query("DELETE FROM credit_requests").run(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let input = CreditRequestInput { amount: 5, reason: "A campaign".into() };
        credits::requests::create(&self.founder, SLUG, &input).await.unwrap()
    }

    async fn role(&self, permissions: &[Permission]) -> RoleId {
        let name = format!("Role {}", NEXT.fetch_add(1, Ordering::Relaxed));
        let new = RoleInput { name, permissions: permissions.iter().copied().collect::<Permissions>().complete() };
        roles::create(&self.founder, SLUG, &new).await.unwrap()
    }

    fn group_of(roles: &[RoleId]) -> GroupInput {
        GroupInput { name: Self::name(), about: String::new(), roles: roles.to_vec() }
    }

    /// That gives a role which allows these.
    async fn group(&self, permissions: &[Permission]) -> GroupId {
        let gives = if permissions.is_empty() { Vec::new() } else { vec![self.role(permissions).await] };
        groups::create(&self.founder, SLUG, &Self::group_of(&gives)).await.unwrap()
    }

    /// One whose mail may have gone out.
    async fn unknown_invitation(&self) -> InvitationId {
        let id = self.invitation().await;
        let mut tx = self.founder.write().await.unwrap();
        let sql = "UPDATE outbox SET status = 'unknown', last_error = 'no answer' WHERE subject_id = $1";
        query(sql).bind(id).run(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    fn onboarding() -> NewOnboarding {
        NewOnboarding {
            day: "2036-12-01".parse().unwrap(),
            time: "09:00:00".parse().unwrap(),
            minutes: 60,
            subject: "Onboarding".into(),
            zone: "UTC".into(),
            transaction: TransactionId(uuid::Uuid::from_u128(1)),
        }
    }

    async fn invitation(&self) -> InvitationId {
        let new = invitations::NewInvitation {
            email: Self::fresh_address(),
            first_name: "Caio".into(),
            last_name: "Reis".into(),
            texts: Texts::default(),
            role: RoleChoice::Role(self.built_in("member").await),
            source: Source::Invited,
        };
        let mut tx = self.founder.write().await.unwrap();
        let membership = self.founder.membership(&mut tx, SLUG).await.unwrap();
        let id = invitations::send_in(&self.founder, &mut tx, &membership, new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn reread(&self, ctx: &Context, id: JobId) -> Result<(), Error> {
        let mapping = import::show(&self.founder, SLUG, id, None, None).await.unwrap().task.mapping;
        import::reread(ctx, SLUG, id, Reading::default(), mapping).await.map(|read| read.unwrap())
    }

    /// A file with one person, as far as this step, by this actor if they may and otherwise by the founder.
    async fn import(&self, ctx: &Context, step: &str) -> JobId {
        let by = if import::may_upload(ctx, SLUG).await.is_ok() { ctx } else { &self.founder };
        let id = import::upload(by, SLUG, "people.csv", file()).await.unwrap();
        if step == "mapped" {
            return id;
        }
        let mapping = import::show(by, SLUG, id, None, None).await.unwrap().task.mapping;
        import::map(by, SLUG, id, model::imports::Mapping { how: AddMode::Add, ..mapping }).await.unwrap();
        worker::work(by, Some(id)).await.unwrap();
        if step == "applied" {
            import::apply(by, SLUG, id).await.unwrap();
            worker::work(by, Some(id)).await.unwrap();
        }
        id
    }
}

fn file() -> import::ParsedFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("E-mail,First name,Last name\n{},Nia,Neu\n", World::fresh_address())).unwrap();
    import::parse_file(file.path(), &Reading::default()).unwrap()
}

/// A verb under its name, with what it is given: `|world, ctx| …` answers anything.
macro_rules! verbs {
    ($($name:literal => |$world:ident, $ctx:ident| $try:expr),+ $(,)?) => {
        &[$(($name, |$world: World, $ctx: Context| Box::pin(async move { $try.map(|_| ()) }))),+]
    };
}

/// Each is named after its file and function; what follows in brackets tells tries of the same verb apart.
const VERBS: &[Verb] = verbs! {
    "accounts::recover_admin" => |_w, ctx| accounts::recover_admin(&ctx, SLUG, "ana@acme.example", None).await,
    "audit_log::export" => |_w, ctx| audit_log::export(&ctx, SLUG, &AuditQuery::default(), "csv").await,
    "audit_log::list" => |_w, ctx| audit_log::list(&ctx, SLUG, &AuditQuery::default(), 5).await,
    "audit_log::page" => |_w, ctx| audit_log::page(&ctx, SLUG, &AuditQuery::default()).await,
    "audit::verify" => |_w, ctx| audit::verify(&ctx, Some(SLUG)).await,
    "connections::schedule_onboarding" => |w, ctx| {
        let id = w.member().await;
        connections::schedule_onboarding(&ctx, SLUG, id, &World::onboarding()).await
    },
    "credits::balance" => |_w, ctx| credits::balance(&ctx, SLUG).await,
    "credits::caps::create" => |_w, ctx| credits::caps::create(&ctx, SLUG, &World::cap_input()).await,
    "credits::caps::delete" => |w, ctx| credits::caps::delete(&ctx, SLUG, w.cap().await).await,
    "credits::caps::list" => |_w, ctx| credits::caps::list(&ctx, SLUG).await,
    "credits::caps::member_by_email" => |_w, ctx| credits::caps::member_by_email(&ctx, SLUG, "").await,
    "credits::charge_call" => |_w, ctx| credits::charge_call(&ctx, SLUG).await,
    "credits::correct" => |w, ctx| {
        let entry = w.entry().await;
        credits::correct(&ctx, SLUG, &CorrectionInput { id: None, entry, amount: None, note: "x".into() }).await
    },
    "credits::correctable_entry" => |w, ctx| credits::correctable_entry(&ctx, SLUG, w.entry().await).await,
    "credits::debit" => |w, ctx| {
        w.entry().await;
        credits::debit(&ctx, SLUG, &World::debit_input()).await
    },
    "credits::entries" => |_w, ctx| credits::entries(&ctx, SLUG, &EntryQuery::default(), 5).await,
    "credits::entries (their own)" => |_w, ctx| {
        credits::entries(&ctx, SLUG, &EntryQuery { mine: true, ..EntryQuery::default() }, 5).await
    },
    "credits::entry_choices" => |_w, ctx| credits::entry_choices(&ctx, SLUG, false).await,
    "credits::export" => |_w, ctx| credits::export(&ctx, SLUG, &EntryQuery::default()).await,
    "credits::grant" => |_w, ctx| credits::grant(&ctx, SLUG, &World::grant_input()).await,
    "credits::hold" => |w, ctx| {
        w.entry().await;
        credits::hold(&ctx, SLUG, &World::hold_input()).await
    },
    "credits::overview" => |_w, ctx| credits::overview(&ctx, SLUG).await,
    "credits::parts" => |_w, ctx| credits::parts(&ctx, SLUG).await,
    "credits::post" => |w, ctx| credits::post(&ctx, SLUG, w.hold().await, None).await,
    "credits::requests::create" => |w, ctx| {
        w.request().await;
        let input = CreditRequestInput { amount: 5, reason: "A campaign".into() };
        credits::requests::create(&ctx, SLUG, &input).await
    },
    "credits::requests::decide" => |w, ctx| {
        let decision = DecisionInput { approved: Some(5), answer: String::new() };
        credits::requests::decide(&ctx, SLUG, w.request().await, &decision).await
    },
    "credits::requests::list" => |_w, ctx| credits::requests::list(&ctx, SLUG, false).await,
    "credits::requests::list (their own)" => |_w, ctx| credits::requests::list(&ctx, SLUG, true).await,
    "credits::requests::pending" => |_w, ctx| credits::requests::pending(&ctx, SLUG).await,
    "credits::set_active" => |_w, ctx| credits::set_active(&ctx, SLUG, false).await,
    "credits::set_alerts" => |_w, ctx| credits::set_alerts(&ctx, SLUG, AlertsInput { forecast_days: 3 }).await,
    "credits::statement" => |_w, ctx| credits::statement(&ctx, SLUG, Month::new(2000, 1).unwrap()).await,
    "credits::void" => |w, ctx| credits::void(&ctx, SLUG, w.hold().await).await,
    "groups::add_person (nobody)" => |w, ctx| {
        groups::add_person(&ctx, SLUG, w.group(&[]).await, "nobody@acme.example").await
    },
    "groups::choices" => |_w, ctx| groups::choices(&ctx, SLUG).await,
    "groups::create (that gives nothing)" => |_w, ctx| groups::create(&ctx, SLUG, &World::group_of(&[])).await,
    "groups::create (that gives more)" => |w, ctx| {
        let role = w.role(&[Permission::AUDIT_READ]).await;
        groups::create(&ctx, SLUG, &World::group_of(&[role])).await
    },
    "groups::delete" => |w, ctx| groups::delete(&ctx, SLUG, w.group(&[]).await, None).await,
    "groups::delete (that gives more)" => |w, ctx| {
        groups::delete(&ctx, SLUG, w.group(&[Permission::AUDIT_READ]).await, None).await
    },
    "groups::edit" => |w, ctx| groups::edit(&ctx, SLUG, w.group(&[]).await, &World::group_of(&[]), 1).await,
    "groups::edit (that gives more)" => |w, ctx| {
        let group = w.group(&[Permission::AUDIT_READ]).await;
        groups::edit(&ctx, SLUG, group, &World::group_of(&[]), 1).await
    },
    "groups::edit (to give more)" => |w, ctx| {
        let role = w.role(&[Permission::AUDIT_READ]).await;
        groups::edit(&ctx, SLUG, w.group(&[]).await, &World::group_of(&[role]), 1).await
    },
    "groups::page" => |_w, ctx| groups::page(&ctx, SLUG).await,
    "groups::show" => |w, ctx| groups::show(&ctx, SLUG, w.group(&[]).await).await,
    "invitations::list" => |_w, ctx| invitations::list(&ctx, SLUG, &InvitationsQuery::default()).await,
    "invitations::open_invitations_of" => |w, ctx| {
        invitations::open_invitations_of(&ctx, SLUG, w.member().await).await
    },
    "invitations::send" => |w, ctx| {
        let role = RoleChoice::Role(w.built_in("member").await);
        invitations::send(&ctx, SLUG, World::invitation_to(role)).await
    },
    "invitations::send (a role that allows more)" => |w, ctx| {
        let role = RoleChoice::Role(w.role(&[Permission::AUDIT_READ]).await);
        invitations::send(&ctx, SLUG, World::invitation_to(role)).await
    },
    "invitations::show" => |w, ctx| invitations::show(&ctx, SLUG, w.invitation().await).await,
    "invitations::resend" => |w, ctx| invitations::resend(&ctx, SLUG, w.invitation().await).await,
    "invitations::revoke" => |w, ctx| invitations::revoke(&ctx, SLUG, w.invitation().await).await,
    "invitations::settle_delivery" => |w, ctx| {
        let id = w.unknown_invitation().await;
        invitations::settle_delivery(&ctx, SLUG, id, UnknownDelivery::Roster).await
    },
    "invitations::settle_delivery (from another's)" => |w, ctx| {
        let id = w.unknown_invitation().await;
        invitations::settle_delivery(&ctx, SLUG, id, UnknownDelivery::OwnMailbox).await
    },
    "jobs::cancel (another's)" => |w, ctx| jobs::cancel(&ctx, SLUG, w.import(&w.founder, "mapped").await).await,
    "jobs::cancel (one's own)" => |w, ctx| jobs::cancel(&ctx, SLUG, w.import(&ctx, "mapped").await).await,
    "jobs::progress (another's)" => |w, ctx| {
        let whom = bulk::Whom::These(vec![w.member().await]);
        let id = bulk::start(&w.founder, SLUG, Action::SignOut, whom).await.unwrap();
        jobs::progress(&ctx, SLUG, id, None).await
    },
    "lab::policies" => |_w, ctx| lab::policies(&ctx, SLUG).await,
    "lab::set_policy" => |_w, ctx| lab::set_policy(&ctx, SLUG, Feature::Insights, Policy::Deny).await,
    "page_shell" => |_w, ctx| shell::page_shell(&ctx, Some(SLUG)).await.and_then(|around| around.here),
    "plans::assign" => |_w, ctx| plans::assign(&ctx, SLUG, None).await,
    "plans::usage" => |_w, ctx| plans::usage(&ctx, SLUG).await,
    "roles::choices" => |_w, ctx| roles::choices(&ctx, SLUG).await,
    "roles::create (what they hold)" => |_w, ctx| {
        roles::create(&ctx, SLUG, &RoleInput { name: World::name(), permissions: Permissions::NONE }).await
    },
    "roles::create (everything)" => |_w, ctx| {
        roles::create(&ctx, SLUG, &RoleInput { name: World::name(), permissions: Permissions::all() }).await
    },
    "roles::delete" => |w, ctx| roles::delete(&ctx, SLUG, w.role(&[]).await, None, None).await,
    "roles::delete (that allows more)" => |w, ctx| {
        roles::delete(&ctx, SLUG, w.role(&[Permission::AUDIT_READ]).await, None, None).await
    },
    "roles::edit" => |w, ctx| {
        let input = RoleInput { name: World::name(), permissions: Permissions::NONE };
        roles::edit(&ctx, SLUG, w.role(&[]).await, &input, 1).await
    },
    "roles::edit (to everything)" => |w, ctx| {
        let input = RoleInput { name: World::name(), permissions: Permissions::all() };
        roles::edit(&ctx, SLUG, w.role(&[]).await, &input, 1).await
    },
    "roles::for_groups" => |_w, ctx| roles::for_groups(&ctx, SLUG).await,
    "roles::assignable_roles" => |_w, ctx| roles::assignable_roles(&ctx, SLUG).await,
    "roles::page" => |_w, ctx| roles::page(&ctx, SLUG).await,
    "roles::preview" => |w, ctx| roles::preview(&ctx, SLUG, w.built_in("manager").await, Permissions::NONE).await,
    "roles::show" => |w, ctx| roles::show(&ctx, SLUG, w.built_in("manager").await).await,
    "sso::workspace::map_group" => |w, ctx| {
        w.provider().await;
        workspace::map_group(&ctx, SLUG, &w.mapping().await, None).await
    },
    "sso::workspace::remove" => |w, ctx| {
        w.provider().await;
        workspace::remove(&ctx, SLUG, None).await
    },
    "sso::workspace::save (a private issuer)" => |w, ctx| {
        w.provider().await;
        let issuer = "https://10.0.0.1".into();
        let input = ProviderInput { name: "Acme".into(), issuer, client_id: "roster".into(), ..ProviderInput::default() };
        workspace::save(&ctx, SLUG, &input, None).await
    },
    "sso::workspace::set_required (untested)" => |w, ctx| {
        w.provider().await;
        workspace::set_required(&ctx, SLUG, true, None, None).await
    },
    "sso::workspace::set_required (off)" => |w, ctx| {
        w.provider().await;
        workspace::set_required(&ctx, SLUG, false, None, None).await
    },
    "sso::workspace::show" => |w, ctx| {
        w.provider().await;
        workspace::show(&ctx, SLUG).await
    },
    "sso::workspace::unmap_group" => |w, ctx| {
        w.provider().await;
        let mapping = w.mapping().await;
        workspace::map_group(&w.founder, SLUG, &mapping, None).await.unwrap();
        workspace::unmap_group(&ctx, SLUG, &mapping, None).await
    },
    "tokens::calls::calls_within" => |_w, ctx| calls_within(&ctx, SLUG, &CallsQuery::default()).await,
    "tokens::workspace::create (what they may hold)" => |_w, ctx| {
        tokens::workspace::create(&ctx, SLUG, &World::workspace_token("users:read")).await
    },
    "tokens::workspace::create (everything)" => |_w, ctx| {
        tokens::workspace::create(&ctx, SLUG, &World::workspace_token("read write delete")).await
    },
    "tokens::workspace::list" => |_w, ctx| tokens::workspace::list(&ctx, SLUG, None, 10).await,
    "tokens::workspace::revoke" => |w, ctx| tokens::workspace::revoke(&ctx, SLUG, w.token().await).await,
    "tokens::workspace::rotate" => |w, ctx| {
        let rotation = Rotation::parse(&Fields::default()).unwrap();
        tokens::workspace::rotate(&ctx, SLUG, w.token().await, rotation).await
    },
    "tokens::workspace::rules" => |_w, ctx| tokens::workspace::rules(&ctx, SLUG).await,
    "tokens::workspace::set_rules" => |_w, ctx| {
        tokens::workspace::set_rules(&ctx, SLUG, &TokenRules::default()).await
    },
    "tokens::workspace::show" => |w, ctx| tokens::workspace::show(&ctx, SLUG, w.token().await).await,
    "users::find_in_palette" => |w, ctx| {
        w.force("command-palette").await;
        users::find_in_palette(&ctx, SLUG, "ana").await
    },
    "users::row_to_edit" => |w, ctx| {
        w.force("list-keyboard").await;
        users::row_to_edit(&ctx, SLUG, w.member().await).await
    },
    "users::act (suspend a member)" => |w, ctx| act(&ctx, SLUG, w.member().await, Action::Suspend).await,
    "users::act (suspend a super-user)" => |w, ctx| {
        act(&ctx, SLUG, w.add(RoleChoice::SuperUser).await, Action::Suspend).await
    },
    "users::act (remove a member)" => |w, ctx| act(&ctx, SLUG, w.member().await, Action::Remove).await,
    "users::act (remove a super-user)" => |w, ctx| {
        act(&ctx, SLUG, w.add(RoleChoice::SuperUser).await, Action::Remove).await
    },
    "users::act (sign a member out)" => |w, ctx| act(&ctx, SLUG, w.member().await, Action::SignOut).await,
    "users::act (make a super-user)" => |w, ctx| {
        act(&ctx, SLUG, w.member().await, Action::Role(RoleChoice::SuperUser)).await
    },
    "users::act (give a role)" => |w, ctx| {
        let role = RoleChoice::Role(w.built_in("viewer").await);
        act(&ctx, SLUG, w.member().await, Action::Role(role)).await
    },
    "users::act (give a role that allows more)" => |w, ctx| {
        let role = RoleChoice::Role(w.role(&[Permission::AUDIT_READ]).await);
        act(&ctx, SLUG, w.member().await, Action::Role(role)).await
    },
    "users::act (into a group)" => |w, ctx| {
        act(&ctx, SLUG, w.member().await, Action::Join(w.group(&[Permission::USERS_READ]).await)).await
    },
    "users::act (into a group that gives more)" => |w, ctx| {
        act(&ctx, SLUG, w.member().await, Action::Join(w.group(&[Permission::AUDIT_READ]).await)).await
    },
    "users::act (a super-user out of a group)" => |w, ctx| {
        act(&ctx, SLUG, w.add(RoleChoice::SuperUser).await, Action::Part(w.group(&[]).await)).await
    },
    "users::activity" => |w, ctx| users::activity(&ctx, SLUG, w.member().await).await,
    "users::add" => |w, ctx| {
        let role = RoleChoice::Role(w.built_in("member").await);
        users::add(&ctx, SLUG, World::addition(role)).await
    },
    "users::add (a super-user)" => |_w, ctx| {
        users::add(&ctx, SLUG, World::addition(RoleChoice::SuperUser)).await
    },
    "users::bulk::preview" => |w, ctx| {
        bulk::preview(&ctx, SLUG, Action::Suspend, &bulk::Whom::These(vec![w.member().await])).await
    },
    "users::bulk::start (suspend)" => |w, ctx| {
        bulk::start(&ctx, SLUG, Action::Suspend, bulk::Whom::These(vec![w.member().await])).await
    },
    "users::bulk::start (remove)" => |w, ctx| {
        bulk::start(&ctx, SLUG, Action::Remove, bulk::Whom::These(vec![w.member().await])).await
    },
    "users::change_password" => |w, ctx| {
        users::change_password(&ctx, SLUG, w.member().await, &Password::new("seven quiet herons by the lake"), true)
            .await
    },
    "users::change_password (of a super-user)" => |w, ctx| {
        let whom = w.add(RoleChoice::SuperUser).await;
        users::change_password(&ctx, SLUG, whom, &Password::new("seven quiet herons by the lake"), true).await
    },
    "users::delete_view (another's)" => |w, ctx| users::delete_view(&ctx, SLUG, w.view().await).await,
    "users::details" => |w, ctx| users::details(&ctx, SLUG, w.member().await).await,
    "users::edit" => |w, ctx| {
        let edit = Edit {
            texts: Texts::default().with(MemberField::FirstName, "Beate".to_owned()),
            version: 1,
            ..Edit::default()
        };
        users::edit(&ctx, SLUG, w.member().await, &edit).await
    },
    "users::edit (a super-user)" => |w, ctx| {
        let edit = Edit {
            texts: Texts::default().with(MemberField::FirstName, "Beate".to_owned()),
            version: 1,
            ..Edit::default()
        };
        users::edit(&ctx, SLUG, w.add(RoleChoice::SuperUser).await, &edit).await
    },
    "users::export" => |_w, ctx| users::export(&ctx, SLUG, &UsersQuery::default(), "csv").await,
    "users::import::apply (one's own)" => |w, ctx| import::apply(&ctx, SLUG, w.import(&ctx, "planned").await).await,
    "users::import::apply (another's)" => |w, ctx| {
        import::apply(&ctx, SLUG, w.import(&w.founder, "planned").await).await
    },
    "users::import::invitation_links (one's own)" => |w, ctx| {
        import::invitation_links(&ctx, SLUG, w.import(&ctx, "applied").await).await
    },
    "users::import::invitation_links (another's)" => |w, ctx| {
        import::invitation_links(&ctx, SLUG, w.import(&w.founder, "applied").await).await
    },
    "users::import::map (one's own)" => |w, ctx| {
        let id = w.import(&ctx, "mapped").await;
        let mapping = import::show(&w.founder, SLUG, id, None, None).await.unwrap().task.mapping;
        import::map(&ctx, SLUG, id, model::imports::Mapping { how: AddMode::Add, ..mapping }).await
    },
    "users::import::map_then (one's own)" => |w, ctx| {
        let id = w.import(&ctx, "mapped").await;
        let mapping = import::show(&w.founder, SLUG, id, None, None).await.unwrap().task.mapping;
        import::map_then(&ctx, SLUG, id, model::imports::Mapping { how: AddMode::Add, ..mapping }, true).await
    },
    "users::import::may_upload" => |_w, ctx| import::may_upload(&ctx, SLUG).await,
    "users::import::recent" => |_w, ctx| import::recent(&ctx, SLUG).await,
    "users::import::rejected_rows (one's own)" => |w, ctx| {
        import::rejected_rows(&ctx, SLUG, w.import(&ctx, "planned").await).await
    },
    "users::import::rejected_rows (another's)" => |w, ctx| {
        import::rejected_rows(&ctx, SLUG, w.import(&w.founder, "planned").await).await
    },
    "users::import::reread (one's own)" => |w, ctx| w.reread(&ctx, w.import(&ctx, "mapped").await).await,
    "users::import::reread (another's)" => |w, ctx| w.reread(&ctx, w.import(&w.founder, "mapped").await).await,
    "users::import::show (another's)" => |w, ctx| {
        import::show(&ctx, SLUG, w.import(&w.founder, "mapped").await, None, None).await
    },
    "users::import::undo (one's own)" => |w, ctx| import::undo(&ctx, SLUG, w.import(&ctx, "applied").await).await,
    "users::import::upload" => |_w, ctx| import::upload(&ctx, SLUG, "people.csv", file()).await,
    "users::list" => |_w, ctx| users::list(&ctx, SLUG, &UsersQuery::default()).await,
    "users::list_tools" => |_w, ctx| users::list_tools(&ctx, SLUG).await,
    "users::make_entry_link (not due)" => |w, ctx| {
        users::make_entry_link(&ctx, SLUG, w.member().await).await
    },
    "users::mine" => |_w, ctx| users::mine(&ctx, SLUG).await,
    "users::phone_country" => |_w, ctx| users::phone_country(&ctx, SLUG).await,
    "users::remove" => |w, ctx| users::remove(&ctx, SLUG, w.member().await, Succession::TakeOver, None).await,
    "users::remove (a super-user)" => |w, ctx| {
        users::remove(&ctx, SLUG, w.add(RoleChoice::SuperUser).await, Succession::Revoke, None).await
    },
    "users::reset_factor" => |w, ctx| users::reset_factor(&ctx, SLUG, w.member().await).await,
    "users::reset_factor (of a super-user)" => |w, ctx| {
        users::reset_factor(&ctx, SLUG, w.add(RoleChoice::SuperUser).await).await
    },
    "users::save_view" => |_w, ctx| users::save_view(&ctx, SLUG, "All", "", false).await,
    "users::save_view (for all)" => |_w, ctx| users::save_view(&ctx, SLUG, "All", "", true).await,
    "users::send_recovery" => |w, ctx| users::send_recovery(&ctx, SLUG, w.member().await).await,
    "users::send_recovery (to a super-user)" => |w, ctx| {
        users::send_recovery(&ctx, SLUG, w.add(RoleChoice::SuperUser).await).await
    },
    "users::sessions" => |w, ctx| users::sessions(&ctx, SLUG, w.member().await).await,
    "users::update_view (another's)" => |w, ctx| {
        users::update_view(&ctx, SLUG, w.view().await, "Ours", "?status=active").await
    },
    "users::views" => |_w, ctx| users::views(&ctx, SLUG).await,
    "users::wizard::answer" => |_w, ctx| {
        let fields = Fields::default().with("email", World::fresh_address());
        wizard::answer(&ctx, SLUG, None, Step::Email, &fields).await
    },
    "users::wizard::back (another's draft)" => |w, ctx| wizard::back(&ctx, SLUG, w.draft().await, Step::Name).await,
    "users::wizard::confirm (another's draft)" => |w, ctx| wizard::confirm(&ctx, SLUG, w.draft().await, false).await,
    "users::wizard::discard (another's draft)" => |w, ctx| wizard::discard(&ctx, SLUG, w.draft().await).await,
    "users::wizard::show" => |_w, ctx| wizard::show(&ctx, SLUG, None, None).await,
    "webhooks::create" => |w, ctx| {
        w.webhook().await;
        webhooks::create(&ctx, SLUG, &World::webhook_input()).await
    },
    "webhooks::delete" => |w, ctx| webhooks::delete(&ctx, SLUG, w.webhook().await, None).await,
    "webhooks::deliveries" => |w, ctx| webhooks::deliveries(&ctx, SLUG, w.webhook().await, None).await,
    "webhooks::delivery" => |w, ctx| {
        let id = w.webhook().await;
        let event = webhooks::send_test(&w.founder, SLUG, id).await.unwrap();
        webhooks::delivery(&ctx, SLUG, id, event).await
    },
    "webhooks::edit" => |w, ctx| webhooks::edit(&ctx, SLUG, w.webhook().await, &World::webhook_input(), 1).await,
    "webhooks::list" => |_w, ctx| webhooks::list(&ctx, SLUG).await,
    "webhooks::replay (one that waits)" => |w, ctx| {
        let id = w.webhook().await;
        let event = webhooks::send_test(&w.founder, SLUG, id).await.unwrap();
        webhooks::replay(&ctx, SLUG, id, event).await
    },
    "webhooks::replay_failed" => |w, ctx| webhooks::replay_failed(&ctx, SLUG, w.webhook().await, 0).await,
    "webhooks::rotate_secret" => |w, ctx| webhooks::rotate_secret(&ctx, SLUG, w.webhook().await).await,
    "webhooks::send_test" => |w, ctx| webhooks::send_test(&ctx, SLUG, w.webhook().await).await,
    "webhooks::set_enabled" => |w, ctx| webhooks::set_enabled(&ctx, SLUG, w.webhook().await, false).await,
    "webhooks::show" => |w, ctx| webhooks::show(&ctx, SLUG, w.webhook().await).await,
    "workspaces::change" => |_w, ctx| {
        let version = workspaces::settings(&ctx, SLUG).await.map_or(1, |settings| settings.version);
        let general = General { name: World::name(), languages: Language::ALL.to_vec(), country: None, default_role: None };
        workspaces::change(&ctx, SLUG, &Change::General(general), version).await
    },
    "workspaces::change (second factors)" => |_w, ctx| {
        let version = workspaces::settings(&ctx, SLUG).await.map_or(1, |settings| settings.version);
        workspaces::change(&ctx, SLUG, &Change::Factors(Factors::default()), version).await
    },
    "workspaces::delete (by a wrong name)" => |_w, ctx| workspaces::delete(&ctx, SLUG, "No name of theirs").await,
    "workspaces::domains::add" => |_w, ctx| {
        domains::add(&ctx, SLUG, &format!("d{}.example", NEXT.fetch_add(1, Ordering::Relaxed))).await
    },
    "workspaces::domains::join" => |_w, ctx| domains::join(&ctx, SLUG).await,
    "workspaces::domains::list" => |_w, ctx| domains::list(&ctx, SLUG).await,
    "workspaces::domains::remove" => |w, ctx| domains::remove(&ctx, SLUG, w.domain().await).await,
    "workspaces::domains::set_auto_join (unverified)" => |w, ctx|
        domains::set_auto_join(&ctx, SLUG, w.domain().await, true).await,
    "workspaces::domains::verify (unproven)" => |w, ctx| domains::verify(&ctx, SLUG, w.domain().await).await,
    "workspaces::factors" => |_w, ctx| workspaces::factors(&ctx, SLUG).await,
    "workspaces::insights::insights" => |w, ctx| {
        w.force("insights").await;
        workspaces::insights::insights(&ctx, SLUG).await
    },
    "workspaces::leave" => |_w, ctx| workspaces::leave(&ctx, SLUG).await,
    "workspaces::overview" => |_w, ctx| workspaces::overview(&ctx, SLUG).await,
    "workspaces::remove_picture" => |_w, ctx| workspaces::remove_picture(&ctx, SLUG).await,
    "workspaces::set_factors" => |_w, ctx| workspaces::set_factors(&ctx, SLUG).await,
    "workspaces::set_picture (that is none)" => |_w, ctx| {
        workspaces::set_picture(&ctx, SLUG, b"no picture".to_vec(), None).await
    },
    "workspaces::settings" => |_w, ctx| workspaces::settings(&ctx, SLUG).await,
    "workspaces::transfer (to nobody)" => |_w, ctx| workspaces::transfer(&ctx, SLUG, "nobody@acme.example").await,
};

impl World {
    fn name() -> String {
        format!("Role {}", NEXT.fetch_add(1, Ordering::Relaxed))
    }

    fn invitation_to(role: RoleChoice) -> invitations::NewInvitation {
        invitations::NewInvitation {
            email: Self::fresh_address(),
            first_name: String::new(),
            last_name: String::new(),
            texts: Texts::default(),
            role,
            source: Source::Invited,
        }
    }

    fn addition(role: RoleChoice) -> users::Addition {
        let texts = Texts::default().with(MemberField::FirstName, "Bea".to_owned());
        users::Addition { email: Self::fresh_address(), texts, role, password: None, temporary: true }
    }

    /// The founder's.
    async fn draft(&self) -> DraftId {
        let fields = Fields::default().with("email", Self::fresh_address());
        wizard::answer(&self.founder, SLUG, None, Step::Email, &fields).await.unwrap().draft.unwrap()
    }

    fn workspace_token(scopes: &str) -> NewWorkspaceToken {
        NewWorkspaceToken {
            description: "A program of all".into(),
            lifetime: TokenLifetime::OneMonth,
            scopes: scopes.parse().unwrap(),
            networks: Vec::new(),
        }
    }

    /// One of Acme's own, for reading people.
    async fn token(&self) -> TokenId {
        tokens::workspace::create(&self.founder, SLUG, &Self::workspace_token("users:read")).await.unwrap().id
    }

    /// The founder's, shown to all.
    async fn view(&self) -> ViewId {
        users::save_view(&self.founder, SLUG, "All", "", true).await.unwrap()
    }
}

/// Everyone who tries, in the order of the columns. Whoever a try changed (by leaving) is made anew for the next one.
const ACTORS: [&str; 15] = [
    "owner",
    "super-user",
    "manager",
    "auditor",
    "viewer",
    "member",
    "clerk",
    "suspended",
    "removed",
    "invited",
    "stranger",
    "nobody",
    "reading token",
    "full token",
    "workspace token",
];

async fn actor(world: &World, which: &str, stranger: &Context) -> Context {
    let manager = RoleChoice::Role(world.built_in("manager").await);
    let role = match which {
        "owner" => return world.founder.clone(),
        "stranger" => return stranger.clone(),
        "workspace token" => return by_workspace_token(&world.founder).await,
        "nobody" => return Context { actor: Actor::Nobody, ..world.founder.clone() },
        "super-user" | "reading token" | "full token" => RoleChoice::SuperUser,
        "manager" | "suspended" | "removed" => manager,
        "clerk" => {
            let held = [Permission::USERS_WRITE, Permission::ROLES_WRITE, Permission::ROLES_DELETE];
            RoleChoice::Role(world.role(&held).await)
        }
        "invited" => return invited(world).await,
        key => RoleChoice::Role(world.built_in(key).await),
    };
    let member = world.add(role).await;
    let ctx = world.signed_in(world.account(member).await).await;
    match which {
        "suspended" => act(&world.founder, SLUG, member, Action::Suspend).await.unwrap(),
        "removed" => act(&world.founder, SLUG, member, Action::Remove).await.unwrap(),
        "reading token" => return by_token(&ctx, "read").await,
        "full token" => return by_token(&ctx, "read write delete").await,
        _ => {}
    }
    ctx
}

/// A program of theirs.
async fn by_token(ctx: &Context, scopes: &str) -> Context {
    let new = NewToken {
        description: "A program".into(),
        lifetime: TokenLifetime::OneMonth,
        scopes: scopes.parse().unwrap(),
        workspaces: TokenWorkspaces::All,
        networks: Vec::new(),
    };
    let created = tokens::create(ctx, &new).await.unwrap();
    let actor = tokens::authenticate(&ctx.roster, &created.secret, None).await.unwrap().unwrap().actor;
    Context { actor, channel: Channel::Api, ..ctx.clone() }
}

/// A program of the workspace's own, which may do everything that a program can.
async fn by_workspace_token(founder: &Context) -> Context {
    let new = World::workspace_token("read write delete");
    let created = tokens::workspace::create(founder, SLUG, &new).await.unwrap();
    let actor = tokens::authenticate(&founder.roster, &created.secret, None).await.unwrap().unwrap().actor;
    // They are limited in number, and each try has one of its own.
    let mut tx = founder.write().await.unwrap();
    let former = "UPDATE tokens SET revoked_at = $1, revoked_reason = 'revoked'
                  WHERE workspace_id IS NOT NULL AND revoked_at IS NULL AND id <> $2";
    domain::db::query(former).bind(founder.now()).bind(created.id).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    Context { actor, channel: Channel::Api, ..founder.clone() }
}

/// Someone who has an account, was here, and is asked to come again.
async fn invited(world: &World) -> Context {
    let member = world.member().await;
    let listed = users::details(&world.founder, SLUG, member).await.unwrap().listed;
    act(&world.founder, SLUG, member, Action::Remove).await.unwrap();
    let mut tx = world.founder.write().await.unwrap();
    let membership = world.founder.membership(&mut tx, SLUG).await.unwrap();
    let new = invitations::NewInvitation {
        email: listed.email,
        first_name: listed.texts.or_blank(MemberField::FirstName).to_owned(),
        last_name: listed.texts.or_blank(MemberField::LastName).to_owned(),
        texts: Texts::default(),
        role: RoleChoice::SuperUser,
        source: Source::Invited,
    };
    invitations::send_in(&world.founder, &mut tx, &membership, new).await.unwrap();
    tx.commit().await.unwrap();
    world.signed_in(listed.account.unwrap()).await
}

fn told(result: Result<(), Error>, who: &str, verb: &str) -> &'static str {
    match result {
        Ok(()) => "yes",
        Err(Error::SignedOut) => "401",
        Err(Error::Forbidden) => "403",
        Err(Error::NotFound) => "404",
        Err(Error::Conflict) => "409",
        Err(Error::Invalid(_)) => "422",
        Err(error) => panic!("{verb} by {who}: {error:?}"),
    }
}

async fn acme(kind: Kind) -> (TestApp, World) {
    // Domains are asked about nowhere.
    let app = TestApp::with_settings(kind, |settings| {
        settings.lookup.dns = Some("127.0.0.1:9".parse().unwrap());
        // What costs nothing asks nobody.
        settings.prices.api_call = 1;
    })
    .await;
    app.set_up().await;
    let founder = app.acting("ana@acme.example").await;
    let id = founder.actor.account().unwrap();
    let world = World { founder: World { founder }.signed_in(id).await };
    (app, world)
}

#[rstest]
#[tokio::test]
async fn everyone_may_what_they_may_and_nothing_else(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, world) = acme(kind).await;
    let plan = domain::seed::Plan { members: 3, seed: 1, slug: "other".into(), name: "Other".into() };
    domain::seed::seed(&app.roster, &plan).await.unwrap();
    let stranger = app.acting("admin@other.example").await;

    let width = VERBS.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut lines = vec![format!("{:width$}  {}", "", ACTORS.join("  "))];
    for (name, verb) in VERBS {
        let mut line = format!("{name:width$}");
        for which in ACTORS {
            let ctx = actor(&world, which, &stranger).await;
            let answer = told(verb(world.clone(), ctx).await, which, name);
            line += &format!("  {answer:<0$}", which.len());
        }
        lines.push(line.trim_end().to_owned());
    }
    let found = lines.join("\n") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories/golden/authority.txt");
    if std::env::var_os("ROSTER_GOLDEN").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    for (found, golden) in found.lines().zip(golden.lines()) {
        assert_eq!(found, golden);
    }
    assert_eq!(found.lines().count(), golden.lines().count());
    every_change_has_words(&app).await;
}

/// No page of the audit shows a field by the name that the code has for it.
async fn every_change_has_words(app: &TestApp) {
    let mut tx = app.roster.db.read().await.unwrap();
    let states: Vec<(String, Option<String>, Option<String>)> =
        domain::db::query("SELECT action, before, after FROM audit_events").all(&mut tx).await.unwrap();
    let mut fields = BTreeSet::new();
    for (action, before, after) in states {
        for state in [before, after].into_iter().flatten() {
            match serde_json::from_str(&state).unwrap() {
                serde_json::Value::Object(state) => fields.extend(state.into_iter().map(|(field, _)| field)),
                _ => fields.extend(action.split_once('.').map(|(_, verb)| verb.to_owned())),
            }
        }
    }
    assert!(fields.len() > 15, "{fields:?}");
    let has_no_word = |field: &String| {
        !["audit.field", "field"]
            .iter()
            .any(|under| Language::English.texts().find(&format!("{under}.{field}")).is_some())
    };
    let nameless: Vec<String> = fields.into_iter().filter(has_no_word).collect();
    assert_eq!(nameless, Vec::<String>::new());
}

/// They could do all that a role can give.
#[rstest]
#[tokio::test]
async fn missing_second_factor_allows_only_leaving(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, world) = acme(kind).await;
    let everything: Vec<Permission> = Permissions::all().iter().collect();
    let role = world.role(&everything).await;
    let version = workspaces::settings(&world.founder, SLUG).await.unwrap().version;
    let factors = Factors { super_users: false, roles: vec![role] };
    workspaces::change(&world.founder, SLUG, &Change::Factors(factors), version).await.unwrap();
    for (name, verb) in VERBS {
        let member = world.add(RoleChoice::Role(role)).await;
        let ctx = world.signed_in(world.account(member).await).await;
        let answer = verb(world.clone(), ctx).await;
        match *name {
            "workspaces::leave" => assert_eq!(answer, Ok(()), "{name}"),
            // Asks for something else than a membership.
            "accounts::recover_admin" | "audit::verify" | "plans::assign" => {
                assert_eq!(answer, Err(Error::Forbidden), "{name}");
            }
            "workspaces::domains::join" => assert_eq!(answer, Err(Error::NotFound), "{name}"),
            _ => assert_eq!(answer, Err(Error::FactorRequired), "{name}"),
        }
    }
}

/// The functions that take a context and a workspace's slug, by folder and name.
fn written_down(folder: &Path, place: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            written_down(&path, &format!("{place}{stem}::"), found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("\npub async fn ") {
            let signature: String =
                text[at + 14..].chars().take_while(|c| *c != '{').filter(|c| !c.is_whitespace()).collect();
            let (name, rest) = signature.split_once('(').unwrap();
            if ["ctx:&Context,slug:&str", "ctx:&Context,slug:Option<&str>"].iter().any(|first| rest.starts_with(first))
            {
                found.insert(format!("{place}{name}"));
            }
        }
    }
}

#[test]
fn no_verb_is_left_out() {
    let mut written = BTreeSet::new();
    written_down(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src"), "", &mut written);
    let tried: BTreeSet<String> =
        VERBS.iter().map(|(name, _)| name.split(' ').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(tried, written);
}
