use super::names::NAMES;

/// Which of two figures is the day where both could be the month: `03/04/2015`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DayOrder {
    /// Not known: such a date is not read.
    #[default]
    Unknown,
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
}

/// How the dates of a text are to be read where figures alone leave a doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateStyle {
    /// Which figure is the day.
    pub order: DayOrder,
    /// Whether `22.02.15` is a date: where a date is expected, not in running text.
    pub short_years: bool,
}

impl DayOrder {
    /// The order a language tag stands for, by `data/months.toml`: `en-US` writes the month first, `en` alone does not tell.
    pub fn of_language(tag: &str) -> DayOrder {
        let tag = tag.trim().replace('_', "-").to_lowercase();
        let primary = tag.split('-').next().unwrap_or_default();
        if NAMES.month_first.contains(&tag) {
            DayOrder::MonthFirst
        } else if primary.is_empty() || NAMES.no_order.contains(&tag) {
            DayOrder::Unknown
        } else {
            DayOrder::DayFirst
        }
    }
}
