//! Both palettes can be read: WCAG 2.2 asks for 4.5 : 1 between text and ground, 3 : 1 for lines and marks.

const STYLE: &str = include_str!("../../assets/report.css");

/// Relative luminance of `#rrggbb` (WCAG 2.2, definition "relative luminance").
fn luminance(hex: &str) -> f64 {
    let channel = |i: usize| {
        let v = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).expect("a hexadecimal colour")) / 255.0;
        if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (x, y) = (luminance(a), luminance(b));
    (x.max(y) + 0.05) / (x.min(y) + 0.05)
}

/// Value of a custom property in the n-th `:root` block: 0 light, 1 dark.
fn token(palette: usize, name: &str) -> &'static str {
    let block = STYLE.split(":root{").nth(palette + 1).expect("a palette");
    let value = block.split(&format!("--{name}:")).nth(1).unwrap_or_else(|| panic!("--{name} is not set"));
    &value[..7]
}

#[test]
fn text_can_be_read_in_both_palettes() {
    let pairs = [
        ("ink", "paper"),
        ("ink", "card"),
        ("soft", "paper"),
        ("soft", "card"),
        ("ink", "left-wash"),
        ("ink", "right-wash"),
        ("ink", "flag"),
        ("alarm", "flag"),
        ("alarm", "card"),
        ("left", "paper"),
        ("left", "card"),
        ("right", "paper"),
        ("credit", "card"),
        ("credit", "paper"),
        ("soft", "flag"),
    ];
    for palette in [0, 1] {
        for (text, ground) in pairs {
            let ratio = contrast(token(palette, text), token(palette, ground));
            assert!(ratio >= 4.5, "{text} on {ground} in palette {palette}: {ratio:.2}");
        }
    }
}

#[test]
fn lines_and_marks_can_be_seen_in_both_palettes() {
    let pairs = [
        ("left", "left-wash"),
        ("right", "right-wash"),
        ("quote", "paper"),
        ("quote", "left-wash"),
        ("credit", "paper"),
        ("left", "hair"),
        ("right", "hair"),
        ("quote", "hair"),
    ];
    for palette in [0, 1] {
        for (mark, ground) in pairs {
            let ratio = contrast(token(palette, mark), token(palette, ground));
            assert!(ratio >= 3.0, "{mark} on {ground} in palette {palette}: {ratio:.2}");
        }
    }
}
