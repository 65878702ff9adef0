use std::fmt;

/// A name that is not in the closed list it was looked up in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// Which list was asked, for example `role`.
    pub list: &'static str,
    /// What was given.
    pub given: String,
    /// What the list knows, for the message.
    pub known: &'static [&'static str],
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {} '{}': known are {}", self.list, self.given, self.known.join(", "))
    }
}

impl std::error::Error for UnknownName {}

/// Declares a closed list: an enum, its printed names, and the way back from a name.
macro_rules! closed_list {
    ($(#[$meta:meta])* $list:literal $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every member, in the order of the public record.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The printed names, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($text),+];

            /// The name as the public record prints it.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::record::UnknownName;
            fn from_str(given: &str) -> Result<Self, Self::Err> {
                match given {
                    $($text => Ok($name::$variant),)+
                    _ => Err($crate::record::UnknownName { list: $list, given: given.to_owned(), known: Self::NAMES }),
                }
            }
        }
    };
}
pub(crate) use closed_list;

#[cfg(test)]
mod tests {
    use crate::record::{EditClass, Layer};

    #[test]
    fn a_printed_name_finds_its_way_back() {
        for &class in EditClass::ALL {
            assert_eq!(class.as_str().parse::<EditClass>(), Ok(class));
        }
        let error = "furniture".parse::<Layer>().unwrap_err();
        assert_eq!(error.to_string(), "unknown layer 'furniture': known are narration, quotation, credit, site, formula");
    }
}
