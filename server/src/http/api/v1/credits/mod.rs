pub(super) mod balance;
pub(super) mod correct;
pub(super) mod debit;
pub(super) mod entries;
pub(super) mod grants;
pub(super) mod holds;
pub(super) mod statement;
