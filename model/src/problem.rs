//! What can be wrong with what was entered.

use serde::{Deserialize, Serialize};

/// What can be wrong with a field. The words for it stand in the catalogues, under `problem.<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    Required,
    TooLong {
        max: usize,
    },
    TooShort {
        min: usize,
    },
    /// Control characters, or an unpaired direction mark that would reorder the text around it.
    ControlCharacters,
    /// A character of an address that Unicode takes for others (NFKC): they are what is to be typed, at most four.
    Lookalike {
        plain: [Option<char>; 4],
    },
    /// Not of the form that a program has to send: another type, or no JSON.
    Malformed,
    NotAnEmail,
    NotASlug,
    /// Not an international number (E.164).
    NotAPhone,
    NotADay,
    /// A day that has passed.
    Past,
    NotAChoice,
    Taken,
    AlreadyMember,
    AlreadyInvited,
    CommonPassword,
    GuessablePassword,
    ContainsYou,
    PasswordsDiffer,
    SamePassword,
    /// The address that the account has.
    SameEmail,
    WrongCredentials,
    WrongPassword,
    /// Of the second factor; also one that has been used.
    WrongCode,
    /// Not one that is known here, or its answer came too late.
    WrongPasskey,
    PasskeyKnown,
    /// Roster is reached at a number: passkeys belong to a name.
    NoPasskeysHere,
    NoPasskeyGiven,
    TooManyThemes,
    TooMany {
        max: usize,
    },
    TooManyAddresses {
        max: usize,
    },
    /// Leaving, or taking the flag away, would leave the workspace without one.
    LastSuperUser,
    /// Role or super-user that the giver doesn't hold.
    NotYoursToGive,
    Expired,
    /// The account belongs to other workspaces too (product rule 1).
    SharedAccount,
    /// They sign in elsewhere (product rule 12).
    SignsInElsewhere,
    /// The password was right, but the account signs in at its provider.
    SignInAtProvider,
    /// Done to oneself, it would shut oneself out.
    Yourself,
    /// It is not in a state in which this can be done.
    WrongState,
    NobodyChosen,
    /// No column of a file is said to hold addresses.
    NoEmailColumn,
    /// Two columns of a file are said to hold the same.
    SameColumnTwice,
    /// They own the workspace, which has to be handed over first.
    OwnsWorkspace,
    /// Not the name that had to be typed.
    NameDiffers,
    NotADomain,
    /// The workspace takes nobody with an address there.
    DomainRefused,
    /// Neither the domain's DNS nor its web server says what it should.
    NotVerified,
    /// A whole number beyond its limits.
    OutOfRange {
        min: usize,
        max: usize,
    },
    /// Nobody in the workspace, as far as it matters here.
    NotAMember,
    /// Nobody in the workspace has the address.
    UnknownPerson,
    /// No group of the workspace has the name.
    UnknownGroup,
    /// No role of the workspace has the name.
    UnknownRole,
    /// An invitation gives one role only.
    OneRole,
    /// Whoever is invited is in no group until they have accepted.
    AddOnly,
    /// An earlier line of the file has the same address.
    Duplicate {
        line: i64,
    },
    /// The line has more or fewer cells than the first.
    Ragged,
    /// The invitation has been accepted meanwhile.
    Accepted,
    /// Someone has changed the person meanwhile.
    ChangedSince,
    /// What Roster brings along stays as it is.
    BuiltIn,
    /// A workspace of theirs asks for a second factor, and this is the last.
    FactorAskedFor,
    /// Its people need a second factor, and would not with this one.
    LosesFactor,
    NoPicture,
    /// Neither PNG nor JPEG nor WebP.
    NotAPicture,
    PictureIsSvg,
    /// More than could be decoded safely.
    TooManyPixels,
    /// Damaged or cut off.
    BrokenPicture,
    /// In megabytes.
    PictureTooLarge {
        max: usize,
    },
}

impl Problem {
    /// The name in the catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::ControlCharacters => "control_characters",
            Self::Lookalike { .. } => "lookalike",
            Self::Malformed => "malformed",
            Self::NotAnEmail => "not_an_email",
            Self::NotASlug => "not_a_slug",
            Self::NotAPhone => "not_a_phone",
            Self::NotADay => "not_a_day",
            Self::Past => "past",
            Self::NotAChoice => "not_a_choice",
            Self::Taken => "taken",
            Self::AlreadyMember => "already_member",
            Self::AlreadyInvited => "already_invited",
            Self::CommonPassword => "common_password",
            Self::GuessablePassword => "guessable_password",
            Self::ContainsYou => "contains_you",
            Self::PasswordsDiffer => "passwords_differ",
            Self::SamePassword => "same_password",
            Self::SameEmail => "same_email",
            Self::WrongCredentials => "wrong_credentials",
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::WrongPasskey => "wrong_passkey",
            Self::PasskeyKnown => "passkey_known",
            Self::NoPasskeysHere => "no_passkeys_here",
            Self::NoPasskeyGiven => "no_passkey_given",
            Self::TooManyThemes => "too_many_themes",
            Self::TooMany { .. } => "too_many",
            Self::TooManyAddresses { .. } => "too_many_addresses",
            Self::LastSuperUser => "last_super_user",
            Self::NotYoursToGive => "not_yours_to_give",
            Self::Expired => "expired",
            Self::SharedAccount => "shared_account",
            Self::SignsInElsewhere => "signs_in_elsewhere",
            Self::SignInAtProvider => "sign_in_at_provider",
            Self::Yourself => "yourself",
            Self::WrongState => "wrong_state",
            Self::NobodyChosen => "nobody_chosen",
            Self::NoEmailColumn => "no_email_column",
            Self::SameColumnTwice => "same_column_twice",
            Self::OwnsWorkspace => "owns_workspace",
            Self::NameDiffers => "name_differs",
            Self::NotADomain => "not_a_domain",
            Self::DomainRefused => "domain_refused",
            Self::NotVerified => "not_verified",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotAMember => "not_a_member",
            Self::UnknownPerson => "unknown_person",
            Self::UnknownGroup => "unknown_group",
            Self::UnknownRole => "unknown_role",
            Self::OneRole => "one_role",
            Self::AddOnly => "add_only",
            Self::Duplicate { .. } => "duplicate",
            Self::Ragged => "ragged",
            Self::Accepted => "accepted",
            Self::ChangedSince => "changed_since",
            Self::BuiltIn => "built_in",
            Self::FactorAskedFor => "factor_asked_for",
            Self::LosesFactor => "loses_factor",
            Self::NoPicture => "no_picture",
            Self::NotAPicture => "not_a_picture",
            Self::PictureIsSvg => "picture_is_svg",
            Self::TooManyPixels => "too_many_pixels",
            Self::BrokenPicture => "broken_picture",
            Self::PictureTooLarge { .. } => "picture_too_large",
        }
    }

    /// What stands for `{n}` in its words: the number, or the text to type instead.
    pub fn value(self) -> Option<String> {
        match self {
            Self::Lookalike { plain } => Some(plain.into_iter().flatten().collect()),
            Self::Duplicate { line } => Some(line.to_string()),
            other => other.limit().map(|n| n.to_string()),
        }
    }

    /// The number in its words, where there is one.
    pub fn limit(self) -> Option<usize> {
        match self {
            Self::TooLong { max: n }
            | Self::TooShort { min: n }
            | Self::TooMany { max: n }
            | Self::TooManyAddresses { max: n }
            | Self::OutOfRange { max: n, .. }
            | Self::PictureTooLarge { max: n } => Some(n),
            _ => None,
        }
    }

    /// The lower number, where its words have two.
    pub fn least(self) -> Option<usize> {
        if let Self::OutOfRange { min, .. } = self { Some(min) } else { None }
    }
}
