use contract::Role;

/// The password of all sample people.
pub const PASSWORD: &str = "testops";

pub(super) struct SamplePerson {
    pub id: &'static str,
    pub email: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
}

const fn person(
    id: &'static str,
    email: &'static str,
    first_name: &'static str,
    last_name: &'static str,
) -> SamplePerson {
    SamplePerson { id, email, first_name, last_name }
}

pub(super) const PEOPLE: [SamplePerson; 4] = [
    person("u_owner", "owner@example.com", "Olga", "Owner"),
    person("u_billing", "billing@example.com", "Bea", "Manager"),
    person("u_admin", "admin@example.com", "Adam", "Admin"),
    person("u_user", "user@example.com", "Uma", "User"),
];

pub(super) const MEMBERSHIPS: [(i64, &str, Role); 15] = [
    (101, "u_owner", Role::Owner),
    (101, "u_billing", Role::BillingManager),
    (101, "u_admin", Role::Admin),
    (101, "u_user", Role::User),
    (102, "u_owner", Role::Owner),
    (102, "u_billing", Role::User),
    (103, "u_owner", Role::Owner),
    (103, "u_billing", Role::BillingManager),
    (104, "u_billing", Role::BillingManager),
    (105, "u_billing", Role::BillingManager),
    (106, "u_billing", Role::BillingManager),
    (107, "u_billing", Role::BillingManager),
    (108, "u_billing", Role::BillingManager),
    (109, "u_billing", Role::BillingManager),
    (110, "u_user", Role::Owner),
];
