//! Credits: the ledger, what is reserved, what is metered, and who is told.

mod alerts;
mod calls;
mod ledger;
mod metered;
mod pages;
mod races;

use crate::support::{Kind, TestApp};
use domain::credits::{self, Balance};
use domain::db::query;
use domain::{Context, Error};
use model::Fields;
use model::credits::{DebitInput, GrantInput, HoldInput};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// Acme, and its super-user past the pages.
async fn acme(kind: Kind) -> (TestApp, Context) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let ana = app.acting("ana@acme.example").await;
    (app, ana)
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().fold(Fields::default(), |fields, (name, value)| fields.with(name, *value))
}

async fn grant(ctx: &Context, amount: i64, more: &[(&str, &str)]) -> Result<credits::Grant, Error> {
    let amount = amount.to_string();
    let fields = fields(&[("category", "paid"), ("amount", &amount)]);
    let fields = more.iter().fold(fields, |fields, (name, value)| fields.with(name, *value));
    credits::grant(ctx, "acme", &GrantInput::parse(&fields)?).await
}

async fn hold(ctx: &Context, amount: i64, more: &[(&str, &str)]) -> Result<credits::Hold, Error> {
    let amount = amount.to_string();
    let fields = fields(&[("feature", "ai.text"), ("amount", &amount)]);
    let fields = more.iter().fold(fields, |fields, (name, value)| fields.with(name, *value));
    credits::hold(ctx, "acme", &HoldInput::parse(&fields)?).await
}

async fn debit(ctx: &Context, amount: i64, more: &[(&str, &str)]) -> Result<credits::Movement, Error> {
    let amount = amount.to_string();
    let fields = fields(&[("feature", "ai.text"), ("amount", &amount)]);
    let fields = more.iter().fold(fields, |fields, (name, value)| fields.with(name, *value));
    credits::debit(ctx, "acme", &DebitInput::parse(&fields)?).await
}

async fn balance(ctx: &Context) -> Balance {
    credits::balance(ctx, "acme").await.unwrap()
}

/// Posted, reserved and available.
async fn amounts(ctx: &Context) -> (i64, i64, i64) {
    let balance = balance(ctx).await;
    (balance.posted, balance.reserved, balance.available())
}

/// Every balance is what the entries add up to.
async fn verify(app: &TestApp) {
    let verified = credits::verify(&app.operator(), None).await.unwrap();
    for one in verified {
        assert_eq!(one.disagreement, None, "{}", one.slug);
    }
}

/// As where someone edits the operator's database.
async fn tamper(app: &TestApp, sql: &'static str) {
    let mut tx = app.roster.db.write().await.unwrap();
    query(sql).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}
