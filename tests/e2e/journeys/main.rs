//! The walk from sign-in to a paid receipt, as people take it, and what goes wrong on the way.

mod harness;
