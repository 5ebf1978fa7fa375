use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Charge, Customer, Dispute, Event, PaymentIntent, PaymentMethod, Refund, Session, SetupIntent};

/// The metadata of an object.
pub type Metadata = BTreeMap<String, String>;

/// An object of the sandbox, as it is stored in the book.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    Customer(Customer),
    PaymentMethod(PaymentMethod),
    Session(Session),
    SetupIntent(SetupIntent),
    PaymentIntent(PaymentIntent),
    Charge(Charge),
    Refund(Refund),
    Dispute(Dispute),
    Event(Event),
}

/// The kind of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Customer,
    PaymentMethod,
    Session,
    SetupIntent,
    PaymentIntent,
    Charge,
    Refund,
    Dispute,
    Event,
}

/// Finds stored objects by id.
pub trait Find {
    /// The object with this id.
    fn find(&self, id: &str) -> Option<&Record>;

    /// The object with this id, if it is of this type.
    fn get<T: Object>(&self, id: &str) -> Option<&T>
    where
        Self: Sized,
    {
        self.find(id).and_then(T::of)
    }
}

/// A type of object.
pub trait Object: Clone + Into<Record> {
    /// The name of the type in error messages.
    const NAME: &'static str;

    /// The object in a record, if it is of this type.
    fn of(record: &Record) -> Option<&Self>;
}

macro_rules! objects {
    ($($type:ident $name:literal),+ $(,)?) => {$(
        impl Object for $type {
            const NAME: &'static str = $name;

            fn of(record: &Record) -> Option<&Self> {
                match record {
                    Record::$type(object) => Some(object),
                    _ => None,
                }
            }
        }

        impl From<$type> for Record {
            fn from(object: $type) -> Self {
                Self::$type(object)
            }
        }
    )+

        impl Record {
            /// The kind of the object.
            pub const fn kind(&self) -> Kind {
                match self {
                    $(Self::$type(_) => Kind::$type,)+
                }
            }

            /// The id of the object.
            pub fn id(&self) -> &str {
                match self {
                    $(Self::$type(object) => &object.id,)+
                }
            }

            /// The time of creation, in seconds.
            pub const fn created(&self) -> i64 {
                match self {
                    $(Self::$type(object) => object.created,)+
                }
            }

            /// The object as the API returns it.
            pub fn to_json(&self, find: &dyn Find) -> Value {
                match self {
                    $(Self::$type(object) => object.to_json(find),)+
                }
            }
        }
    };
}

objects! {
    Customer "customer",
    PaymentMethod "PaymentMethod",
    Session "checkout.session",
    SetupIntent "setupintent",
    PaymentIntent "payment_intent",
    Charge "charge",
    Refund "refund",
    Dispute "dispute",
    Event "event",
}

impl Record {
    /// Whether the object may become `next`. Nothing follows the success or the cancellation of an intent.
    pub fn may_become(&self, next: &Self) -> bool {
        match (self, next) {
            (Self::PaymentIntent(intent), Self::PaymentIntent(next)) => intent.may_become(next),
            (Self::Charge(charge), Self::Charge(next)) => charge.may_become(next),
            _ => self.kind() == next.kind(),
        }
    }
}
