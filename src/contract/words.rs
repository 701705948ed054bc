//! Enums whose values have a word each, in links, files and messages: both are written once.

/// An enum of a few values, each with its word.
pub trait Words: Copy + PartialEq + Sized + 'static {
    /// All values, in their order.
    const ALL: &'static [Self];

    /// The word for it.
    fn name(self) -> &'static str;

    /// The value with this word.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name() == name)
    }
}

/// Declares an enum of values with their words, which implements [`Words`], and writes the word where it is serialised.
macro_rules! words {
    (
        $(#[$outer:meta])*
        $vis:vis enum $name:ident { $($(#[$inner:meta])* $value:ident = $word:literal,)+ }
    ) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        $vis enum $name { $($(#[$inner])* $value,)+ }

        // What all such enums have; hardly one needs all of it.
        #[allow(dead_code)]
        impl $name {
            /// All values, in their order.
            pub const ALL: [Self; [$(stringify!($value)),+].len()] = [$(Self::$value),+];

            /// The word for it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$value => $word,)+ }
            }
        }

        impl $crate::contract::words::Words for $name {
            const ALL: &'static [Self] = &Self::ALL;

            fn name(self) -> &'static str {
                self.name()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.name())
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        /// For the test.
        enum Colour {
            /// As of a rose.
            Red = "red",
            /// As of the sky.
            Blue = "sky-blue",
        }
    }

    #[test]
    fn every_value_is_found_by_its_word_alone() {
        for colour in Colour::ALL {
            assert_eq!(Colour::from_name(colour.name()), Some(colour));
        }
        assert_eq!(Colour::from_name("Red"), None);
        assert_eq!(serde_json::to_string(&Colour::Blue).unwrap(), "\"sky-blue\"");
    }
}
