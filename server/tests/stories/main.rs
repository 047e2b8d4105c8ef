//! Stories: what people do, through the public door, on both databases.

mod accept;
mod bad_input;
mod download;
mod first_run;
mod home;
mod invitations;
mod migrations;
mod preferences;
mod queries;
mod safety;
mod sign_in;
mod support;
mod tenancy;
mod users_list;
mod wizard;
