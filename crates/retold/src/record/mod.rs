//! The vocabulary: every noun the engine speaks of, without logic.
//!
//! Offsets are byte offsets into [`Article::text`], half-open, on character boundaries, unless a type says otherwise.
//! Closed lists are enums whose printed names are the ones of the public record; `as_str` and `FromStr` translate.

mod account;
mod article;
mod attribution;
mod claim;
mod closed;
mod correction;
mod family;
mod figure;
mod finding;
mod id;
mod label;
mod matching;
mod media;
mod outlet;
mod pair;
mod source;
mod span;
mod speaks;
mod story;
mod time;

pub use account::{Account, AccountCell, Slot};
pub use article::{Article, Block, BlockKind, Date, DateClaim, DateKind, DateOrigin, Precision, Role};
pub use attribution::{
    Attribution, AttributionKind, AttributionStance, AttributionType, Level, Quote, Relation, Said, Sourcing, Variant, Voices,
};
pub use claim::{Claim, ClaimPlace, ClaimStatus, ClaimVoice};
pub use closed::UnknownName;
pub use correction::{Correction, CorrectionKind};
pub use family::{Descent, Family, Join};
pub use figure::{Conflict, ConflictClass, Figure, Modifier, State};
pub use finding::{Confidence, Evidence, EvidenceRole, Finding, FindingKind};
pub use id::stable_id;
pub use label::{Device, EntitySort, Hedge, HedgeChange, HedgeClass, HedgeDiffers, Label, Voice, Wording};
pub use matching::{Edit, EditClass, EditOp, Layer, LayerSpan, Match, MatchKind};
pub use media::{Media, MediaKind};
pub use outlet::{Outlet, Outlets};
pub use pair::{Credit, CreditClass, CreditForm, CreditSpan, CreditTarget, Direction, Pair, PassageCredit, Reason, ReasonKind, Stance};
pub use source::{Run, SourceMap};
pub use span::{ArticleIx, Passage, Span};
pub use speaks::{Party, PartyKind, WhoSpeaks};
pub use story::{ChainEnds, Story};
pub use time::{ResolvedBy, TimeFlag, TimeMention};
