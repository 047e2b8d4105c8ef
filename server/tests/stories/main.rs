//! Stories: what people do, through the public door, on both databases.

mod accept;
mod account;
mod audit;
mod authority;
mod bad_input;
mod bulk;
mod download;
mod first_run;
mod groups;
mod home;
mod import;
mod invitations;
mod last_super_user;
mod migrations;
mod people;
mod plans;
mod preferences;
mod queries;
mod roles;
mod safety;
mod seed;
mod sign_in;
mod support;
mod tenancy;
mod users_list;
mod wizard;
