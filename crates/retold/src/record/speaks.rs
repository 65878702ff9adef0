use super::closed::closed_list;

closed_list! {
    /// Under what words count that somebody says.
    "party kind" PartyKind {
        /// An office: "harbour master". Whoever holds it.
        Office = "office",
        /// A ministry, company, group.
        Body = "body",
        /// Named, and no office is given: all of them together.
        Named = "named",
        /// Sources without a name: "officials".
        Unnamed = "unnamed",
        /// Documents: all of them together.
        Document = "document",
        /// Nobody was found whose words they are.
        Nobody = "nobody",
    }
}

/// How many words one party has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// What kind of party.
    pub kind: PartyKind,
    /// Its office, body or phrase, as printed first; empty where a kind is counted together.
    pub name: String,
    /// Words attributed to it.
    pub words: u32,
    /// In how many attributions.
    pub attributions: u32,
}

/// Whose words an article prints, or the articles of a story, with the denominators.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhoSpeaks {
    /// Words of the texts.
    pub words: u32,
    /// Of those, words that are attributed to somebody or something.
    pub attributed: u32,
    /// Most words first, then by kind and name.
    pub parties: Vec<Party>,
    /// Attributions that deny.
    pub denials: u32,
    /// Attributions that reply.
    pub replies: u32,
    /// Sources that declined to speak.
    pub declined: u32,
    /// Sources that were asked and did not answer.
    pub unreachable: u32,
}

impl WhoSpeaks {
    /// Adds what another article prints.
    pub fn join(&mut self, other: &WhoSpeaks) {
        self.words += other.words;
        self.attributed += other.attributed;
        self.denials += other.denials;
        self.replies += other.replies;
        self.declined += other.declined;
        self.unreachable += other.unreachable;
        for party in &other.parties {
            match self.parties.iter_mut().find(|p| p.kind == party.kind && p.name == party.name) {
                Some(known) => (known.words, known.attributions) = (known.words + party.words, known.attributions + party.attributions),
                None => self.parties.push(party.clone()),
            }
        }
        self.sort();
    }

    pub(crate) fn sort(&mut self) {
        self.parties.sort_by(|a, b| (b.words, a.kind, &a.name).cmp(&(a.words, b.kind, &b.name)));
    }
}
