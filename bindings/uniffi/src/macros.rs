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

/// What became of something that can fail by its input: `Good { it } | Bad { why }`.
macro_rules! either {
    (
        $(#[$about:meta])*
        $name:ident = $good:ident { $it:ident: $type:ty } | $bad:ident { $why:ident: $reason:ty }
    ) => {
        $(#[$about])*
        pub enum $name {
            /// It went well.
            $good {
                /// What was asked for.
                $it: $type,
            },
            /// It can't be.
            $bad {
                /// Why.
                $why: $reason,
            },
        }

        impl $name {
            pub(crate) fn of<T, E: Into<$crate::records::Why<$reason>>>(
                result: Result<T, E>,
                made: impl FnOnce(T) -> $type,
            ) -> Self {
                match result {
                    Ok(value) => Self::$good { $it: made(value) },
                    Err(error) => Self::$bad { $why: error.into().0 },
                }
            }
        }
    };
}

pub(crate) use {either, prints, record};
