//! The request's fields are declared once: each one's name, shape and sentence.

use crate::violation::Field;

/// Declares the request: of each field its sentence, its shape, and what violations call it.
/// `cargo gen` writes the other languages' requests from the same rows. A field that is added stands
/// at the end, and names the version that brings it (`since "0.2"`). The view is the same request, whose
/// texts belong to somebody else.
macro_rules! fields {
    (
        $(#[$of_struct:meta])*
        pub struct $name:ident, viewed as $view:ident {
            $(
                $(#[doc = $doc:literal])+
                $field:ident: $shape:ident as $called:ident $(since $since:literal)?,
            )+
        }
    ) => {
        $(#[$of_struct])*
        pub struct $name {
            $(
                $(#[doc = $doc])+
                #[serde(skip_serializing_if = "Absent::is_absent")]
                pub $field: fields!(@type $shape),
            )+
            /// The texts that were there and are none.
            #[serde(skip)]
            unreadable: Vec<Field>,
        }

        impl $name {
            /// Its fields, for whatever is generated.
            #[doc(hidden)]
            pub const FIELDS: &[RequestField] = &[$(
                RequestField {
                    name: stringify!($field),
                    called: Field::$called,
                    called_in_rust: stringify!($called),
                    shape: Shape::$shape,
                    since: [$($since,)? FIRST][0],
                    doc: &[$($doc),+],
                },
            )+];

            $(
                /// Sets the field of this name.
                ///
                $(#[doc = $doc])+
                #[must_use]
                pub fn $field(mut self, $field: fields!(@given $shape)) -> Self {
                    self.$field = fields!(@kept $shape $field);
                    self
                }
            )+

            /// The place of a field that is a text.
            pub(crate) fn text_slot(&mut self, field: Field) -> Option<&mut Option<String>> {
                match field {
                    $(Field::$called => fields!(@text $shape self $field),)+
                    _ => None,
                }
            }
        }

        /// A request whose texts belong to somebody else: what the rules look at, so that nobody copies
        /// texts only to ask what is wrong with them. A reference to a request becomes one by itself.
        #[derive(Clone, Default)]
        pub struct $view<'a> {
            $(
                $(#[doc = $doc])+
                pub $field: fields!(@viewed 'a $shape),
            )+
            unreadable: Vec<Field>,
        }

        impl<'a> From<&'a $name> for $view<'a> {
            fn from(request: &'a $name) -> Self {
                Self {
                    $($field: fields!(@view $shape request $field),)+
                    unreadable: request.unreadable.clone(),
                }
            }
        }

        impl From<$view<'_>> for $name {
            fn from(view: $view<'_>) -> Self {
                Self {
                    $($field: fields!(@owned $shape view $field),)+
                    unreadable: view.unreadable,
                }
            }
        }

        impl fmt::Debug for $view<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                $name::from(self.clone()).fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &fields!(@shown $field self)))+
                    .finish()
            }
        }
    };
    (@given Text) => { impl Into<String> };
    (@given $other:ident) => { bool };
    (@kept Text $field:ident) => { Some($field.into()) };
    (@kept Choice $field:ident) => { Some($field) };
    (@kept Flag $field:ident) => { $field };
    (@shown did $request:ident) => { $request.did.as_deref().map(LastFour) };
    (@shown comments $request:ident) => {
        present($request.comments.as_deref()).map(|_| format_args!("[not shown]"))
    };
    (@shown $field:ident $request:ident) => { $request.$field };
    (@viewed $life:lifetime Text) => { Option<&$life str> };
    (@viewed $life:lifetime $other:ident) => { fields!(@type $other) };
    (@view Text $request:ident $field:ident) => { $request.$field.as_deref() };
    (@view $other:ident $request:ident $field:ident) => { $request.$field };
    (@owned Text $view:ident $field:ident) => { $view.$field.map(str::to_owned) };
    (@owned $other:ident $view:ident $field:ident) => { $view.$field };
    (@type Text) => { Option<String> };
    (@type Choice) => { Option<bool> };
    (@type Flag) => { bool };
    (@text Text $request:ident $field:ident) => { Some(&mut $request.$field) };
    (@text $other:ident $request:ident $field:ident) => { None };
}

/// A field of the request, for whatever is generated.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct RequestField {
    /// Its name, and its key in JSON.
    pub name: &'static str,
    /// What violations call it.
    pub called: Field,
    /// The name of that value in Rust.
    pub called_in_rust: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// The version that brought it.
    pub since: &'static str,
    /// What it is: the lines of its documentation.
    pub doc: &'static [&'static str],
}

/// What a field of the request holds.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A text, or none.
    Text,
    /// Yes, no, or not said.
    Choice,
    /// Yes or no.
    Flag,
}

pub(super) use fields;
