//! The walk from sign-in to a paid receipt, as people take it, and what goes wrong on the way.

mod access;
mod annual;
mod asking;
mod cards;
mod codes;
mod currencies;
mod drafts;
mod fields;
mod focus;
mod frame;
mod gallery;
mod hand;
mod harness;
mod kept_focus;
mod keyboard;
mod languages;
mod legible;
mod meanwhile;
mod once;
mod outcomes;
mod paper;
mod review;
mod sample;
mod sessions;
mod trouble;
mod walks;
