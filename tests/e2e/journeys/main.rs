//! The walk from sign-in to a paid receipt, as people take it, and what goes wrong on the way.

mod access;
mod annual;
mod asking;
mod cards;
mod codes;
mod currencies;
mod drafts;
mod gallery;
mod hand;
mod harness;
mod keyboard;
mod languages;
mod meanwhile;
mod once;
mod page_facts;
mod sample;
mod sessions;
mod statements;
mod trouble;
