//! What can be wrong with what was entered.

use crate::SheetError;
use serde::{Deserialize, Serialize};

/// What can be wrong with a field. The words for it stand in the catalogues, under `problem.<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Problem {
    /// Nothing was entered or chosen.
    Required,
    /// Longer than what is taken.
    TooLong {
        /// The greatest length, in characters; of a passkey's answer, in bytes.
        max: usize,
    },
    /// Shorter than what is taken.
    TooShort {
        /// The least length, in characters.
        min: usize,
    },
    /// Control characters, or an unpaired direction mark that would reorder the text around it.
    ControlCharacters,
    /// A character of an address that Unicode takes for others (NFKC): they are what is to be typed, at most four.
    Lookalike {
        /// In order; what is left of the four is none.
        plain: [Option<char>; 4],
    },
    /// Not of the form that a program has to send: another type, or no JSON.
    Malformed,
    /// A field that the API does not know here.
    UnknownField,
    /// Not of the shape that [`crate::fields::email`] takes.
    NotAnEmail,
    /// Not of the shape that [`crate::workspaces::slug`] takes.
    NotASlug,
    /// No address of a web server, as webhooks take it.
    NotAUrl,
    /// An address of a web server without TLS, outside of an intranet.
    HttpsOnly,
    /// A server that is not on everyone's internet.
    PrivateAddress,
    /// No telephone number, or one that does not say of which country it is.
    NotAPhone,
    /// A telephone number that its country does not have.
    NoSuchPhone,
    /// No day that [`crate::fields::calendar_day`] takes.
    NotADay,
    /// No time of day, `14:05`.
    NotATime,
    /// No date and time of RFC 3339.
    NotAMoment,
    /// No month that [`crate::Month`] takes.
    NotAMonth,
    /// No whole number.
    NotANumber,
    /// Not of the form of an id.
    NotAnId,
    /// An id that something else has, or the same with other content.
    IdInUse,
    /// No name of a feature that [`crate::credits::CreditFeature`] takes.
    NotAFeature,
    /// A cap of a role and of a user at once.
    RoleOrUser,
    /// More than is left of it.
    MoreThanLeft {
        /// How much is left.
        max: usize,
    },
    /// A day that has passed.
    Past,
    /// None of the values on offer.
    NotAChoice,
    /// Another one has this name, address or domain.
    Taken,
    /// Someone with the address is a member of the workspace.
    AlreadyMember,
    /// The address has an open invitation to the workspace.
    AlreadyInvited,
    /// A password that is in lists of common or of leaked ones.
    CommonPassword,
    /// A password that is long enough, and of a pattern that is soon guessed.
    GuessablePassword,
    /// A password that is made of its holder's name or address.
    ContainsYou,
    /// The new password and its repetition are not the same.
    PasswordsDiffer,
    /// The new password is the one that the account has.
    SamePassword,
    /// The address that the account has.
    SameEmail,
    /// Address or password: an answer never says which, nor whether there is an account.
    WrongCredentials,
    /// Not the password of whoever is signed in.
    WrongPassword,
    /// Of the second factor; also one that has been used.
    WrongCode,
    /// Not one that is known here, or its answer came too late.
    WrongPasskey,
    /// The device holds a passkey of the account.
    PasskeyKnown,
    /// Roster is reached at a number: passkeys belong to a name.
    NoPasskeysHere,
    /// The form came without a device's answer.
    NoPasskeyGiven,
    /// No choice of themes that [`crate::themes::ThemePreference::pick`] takes.
    TooManyThemes,
    /// There are as many as there may be.
    TooMany {
        /// How many there may be.
        max: usize,
    },
    /// More addresses than can be invited at once.
    TooManyAddresses {
        /// How many can be.
        max: usize,
    },
    /// Leaving, or taking the flag away, would leave the workspace without one.
    LastSuperUser,
    /// Role or super-user that the giver doesn't hold.
    NotYoursToGive,
    /// A token that would work for longer than a workspace allows.
    LifetimeTooLong,
    /// A personal token for a workspace that takes none.
    NoPersonalTokens,
    /// No network as CIDR writes it (RFC 4632), and no address.
    NotANetwork,
    /// A temporary password, or the time in which someone can be restored, has run out.
    Expired,
    /// The account belongs to other workspaces too (product rule 1).
    SharedAccount,
    /// They sign in elsewhere (product rule 12).
    SignsInElsewhere,
    /// The password was right, but the account signs in at its provider.
    SignInAtProvider,
    /// The provider can't be used now.
    ProviderUnavailable,
    /// The provider is the only way into the account.
    OnlyWayIn,
    /// No workspace with a provider has verified the address's domain.
    NoProvider,
    /// Done to oneself, it would shut oneself out.
    Yourself,
    /// It is not in a state in which this can be done.
    WrongState,
    /// A bulk change is about nobody.
    NobodyChosen,
    /// No column of a file is said to hold addresses.
    NoEmailColumn,
    /// Two columns of a file are said to hold the same.
    SameColumnTwice,
    /// They own the workspace, which has to be handed over first.
    OwnsWorkspace,
    /// Not the name that had to be typed.
    NameDiffers,
    /// No e-mail domain that [`crate::workspaces::domain`] takes.
    NotADomain,
    /// The workspace takes nobody with an address there.
    DomainRefused,
    /// Neither the domain's DNS nor its web server says what it should.
    NotVerified,
    /// A whole number beyond its limits.
    OutOfRange {
        /// The least number taken.
        min: usize,
        /// The greatest number taken.
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
        /// The earlier line.
        line: i64,
    },
    /// The line has more or fewer cells than the first: of imports that were planned when this was refused.
    Ragged,
    /// A cell of a file holds what a spreadsheet shows instead of a value.
    SheetError {
        /// Which one.
        error: SheetError,
    },
    /// A formula of a file was saved without what it gives.
    NoStoredValue,
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
    /// The service of others that this needs is not connected, or has to be connected anew.
    NotConnected,
    /// The service of others that this needs takes no request now.
    ServiceUnavailable,
    /// The service of others has not answered: what was asked for may have been done.
    MaybeDone,
    /// The form came without a file, or with an empty one.
    NoPicture,
    /// Neither PNG nor JPEG nor WebP.
    NotAPicture,
    /// A drawing, which can carry scripts.
    PictureIsSvg,
    /// More than could be decoded safely.
    TooManyPixels,
    /// Damaged or cut off.
    BrokenPicture,
    /// A provider's server gives no answer, or none that can be read.
    ProviderUnreachable,
    /// No address of an issuer, or one with a query.
    NotAnIssuer,
    /// A provider's document is about another issuer.
    OtherIssuer,
    /// An issuer that stands for the tenants of many companies.
    ManyTenants,
    /// A provider's document leads to a host that is not its issuer's, and that the operator does not allow.
    ForeignHost,
    /// A provider lacks the authorization code flow, or PKCE.
    ProviderUnsupported,
    /// The provider has not been tested as it is set up now.
    NotTested,
    /// Nobody who would get in where the provider is not there: they are no active super-user, have no password of
    /// their own, or sign in at a provider.
    NotABreakGlassAccount,
    /// It is off for everyone.
    FeatureUnavailable,
    /// Nobody can consent to it for others.
    TakesConsent,
    /// Signing in by passkeys alone takes two, or one and recovery codes.
    TooFewPasskeys,
    /// Without this passkey its holder could not sign in by passkeys alone, as they have chosen.
    PasskeyNeeded,
    /// In megabytes.
    PictureTooLarge {
        /// The largest file taken, in megabytes.
        max: usize,
    },
}

impl Problem {
    /// The name in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What stands for `{n}` in its words: the number, or the text to type instead.
    pub fn value(self) -> Option<String> {
        match self {
            Self::Lookalike { plain } => Some(plain.into_iter().flatten().collect()),
            Self::Duplicate { line } => Some(line.to_string()),
            Self::SheetError { error } => Some(error.name().to_owned()),
            other => other.limit().map(|n| n.to_string()),
        }
    }

    /// The number in its words, where there is one.
    pub fn limit(self) -> Option<usize> {
        match self {
            Self::TooLong { max: n }
            | Self::TooShort { min: n }
            | Self::TooMany { max: n }
            | Self::MoreThanLeft { max: n }
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
