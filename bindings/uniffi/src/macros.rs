//! What the records share.

/// How a record prints that holds what must not be shown, in every language: UniFFI exports both.
macro_rules! prints {
    ($record:ty, $self:ident, $format:literal $(, $part:expr)*) => {
        impl ::std::fmt::Debug for $record {
            fn fmt(&$self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, $format $(, $part)*)
            }
        }

        impl ::std::fmt::Display for $record {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(self, f)
            }
        }
    };
}

/// A record for a value of the core's: each field once, with what it is made of.
macro_rules! record {
    (
        $(#[$about:meta])*
        $name:ident of $value:ident: $core:ty {
            $($(#[$field_about:meta])* $field:ident: $type:ty = $made:expr,)+
        }
    ) => {
        $(#[$about])*
        pub struct $name {
            $($(#[$field_about])* pub $field: $type,)+
        }

        impl From<&$core> for $name {
            fn from($value: &$core) -> Self {
                Self {
                    $($field: $made,)+
                }
            }
        }
    };
}

pub(crate) use {prints, record};
