//! Figures as bytes that are kept with their article, and back.

use super::{Group, Told, Turn};
use crate::packed::{Packer, Unpacker};
use crate::record::{ArticleIx, Figure, Modifier, Passage, State};

/// Of a figure, what is so or not.
const FLAGS: usize = 8;

/// The figures of an article, without the story they stand in.
pub(crate) fn pack(told: &[Told]) -> Vec<u8> {
    let mut out = Packer::default();
    out.number(told.len() as u32);
    for t in told {
        pack_figure(&mut out, &t.figure);
        out.maybe(t.slot, |out, slot| out.0.push(slot));
        out.maybe(if let Group::Named(group) = t.group { Some(group) } else { None }, |out, group| out.0.push(group));
        out.maybe(t.noun.as_deref(), Packer::text);
        out.maybe(t.verb, Packer::bits);
        out.0.push(u8::from(t.is_part));
        out.maybe(t.begins, |out, founded| out.0.push(u8::from(founded)));
        out.span(t.sentence);
        out.number(t.context.len() as u32);
        t.context.iter().for_each(|&word| out.bits(word));
        for list in [&t.days, &t.names, &t.dates] {
            out.number(list.len() as u32);
            list.iter().for_each(|&word| out.bits(word));
        }
        out.maybe(t.whose, Packer::bits);
        out.maybe(t.least, Packer::real);
        let turn = match t.turn {
            None => 0_u32,
            Some(Turn::Former) => 1,
            Some(Turn::Later) => 2,
        };
        let flags: [bool; FLAGS] =
            [t.is_aside, t.is_sourced, t.is_of_whole, t.is_local, t.is_passing, t.is_loose, t.is_of_doers, t.is_pointing];
        out.number((0..).zip(flags).fold(turn << FLAGS, |all, (bit, flag)| all | u32::from(flag) << bit));
    }
    out.0
}

fn pack_figure(out: &mut Packer, f: &Figure) {
    out.span(f.passage.span);
    out.maybe(f.low, Packer::real);
    out.maybe(f.high, Packer::real);
    out.member(Modifier::ALL, f.modifier);
    out.maybe(f.unit.as_deref(), Packer::text);
    out.maybe(f.counted.as_deref(), Packer::text);
    out.maybe(f.counted_span, Packer::span);
    out.member(State::ALL, f.state);
    out.maybe(f.as_of.as_deref(), Packer::text);
}

/// What [`pack`] made; `None` where the bytes are something else.
pub(crate) fn unpack(bytes: &[u8], article: ArticleIx) -> Option<Vec<Told>> {
    let mut from = Unpacker(bytes);
    let told = (0..from.number()?).map(|_| one(&mut from, article)).collect::<Option<_>>()?;
    from.0.is_empty().then_some(told)
}

fn one(from: &mut Unpacker<'_>, article: ArticleIx) -> Option<Told> {
    let figure = Figure {
        passage: Passage { article, span: from.span()? },
        low: from.maybe(Unpacker::real)?,
        high: from.maybe(Unpacker::real)?,
        modifier: from.member(Modifier::ALL)?,
        unit: from.maybe(Unpacker::text)?.map(str::to_owned),
        counted: from.maybe(Unpacker::text)?.map(str::to_owned),
        counted_span: from.maybe(Unpacker::span)?,
        state: from.member(State::ALL)?,
        as_of: from.maybe(Unpacker::text)?.map(str::to_owned),
        event: None,
        attribution: None,
    };
    let mut told = Told {
        figure,
        slot: from.maybe(Unpacker::byte)?,
        group: from.maybe(Unpacker::byte)?.map_or(Group::Anybody, Group::Named),
        noun: from.maybe(Unpacker::text)?.map(str::to_owned),
        verb: from.maybe(Unpacker::bits)?,
        is_part: from.byte()? != 0,
        is_of_whole: false,
        is_local: false,
        turn: None,
        begins: from.maybe(Unpacker::byte)?.map(|founded| founded != 0),
        sentence: from.span()?,
        context: words(from)?,
        days: words(from)?,
        names: words(from)?,
        dates: words(from)?,
        whose: from.maybe(Unpacker::bits)?,
        least: from.maybe(Unpacker::real)?,
        is_aside: false,
        is_sourced: false,
        is_passing: false,
        is_loose: false,
        is_of_doers: false,
        is_pointing: false,
    };
    let flags = from.number()?;
    let flag = |bit: u32| flags & 1 << bit != 0;
    (told.is_aside, told.is_sourced, told.is_of_whole, told.is_local) = (flag(0), flag(1), flag(2), flag(3));
    (told.is_passing, told.is_loose, told.is_of_doers, told.is_pointing) = (flag(4), flag(5), flag(6), flag(7));
    told.turn = match flags >> FLAGS {
        0 => None,
        1 => Some(Turn::Former),
        2 => Some(Turn::Later),
        _ => return None,
    };
    Some(told)
}

fn words(from: &mut Unpacker<'_>) -> Option<Vec<u32>> {
    (0..from.number()?).map(|_| from.bits()).collect()
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};
    use crate::corpus::{Card, Reading};
    use crate::figure::figures;
    use crate::record::{Article, ArticleIx};

    #[test]
    fn kept_figures_come_back_as_they_were() {
        let text = "Nearly 40 people were killed and 12 wounded on Monday, the harbour office of Corrin said. It had planned for 3,000 guests, \
                    up 5 percent. The ferry line was founded in 1998.";
        let article = Article { text: text.into(), lang: Some("en".into()), ..Article::default() };
        let reading = Reading::of(&article);
        let told = figures(ArticleIx(7), &reading, &Card::of(&article, &reading.words));
        assert!(told.len() >= 4, "{told:?}");
        let packed = pack(&told);
        assert_eq!(unpack(&packed, ArticleIx(7)), Some(told));
        assert_eq!(unpack(&packed[..packed.len() - 1], ArticleIx(7)), None);
        assert_eq!(unpack(&[packed.as_slice(), &[0]].concat(), ArticleIx(7)), None);
    }
}
