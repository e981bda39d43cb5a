//! Names of months as programs shorten them in many languages, for dates whose form is known beforehand.

use crate::dates;

/// The short names that no list of beginnings can hold: `pro` is December in Czech and begins many words.
const SHORT: [&str; 12] = [
    "sty led oca янв січ яну јан ιαν ian tammi",
    "lut úno şub фев лют феб φεβ helmi",
    "bře бер мар μαρ μάρ maalis márc",
    "kwi dub nis апр кві απρ huhti ápr",
    "maj máj май мая тра мај μαι μάι μαΐ touko kvě",
    "cze čen čer haz июн чер юни јун ιουν kesä iun jún",
    "lip čec čvc tem июл лип юли јул ιουλ heinä iul júl",
    "sie srp ağu авг сер αυγ elo",
    "wrz zář eyl сен вер сеп σεπ syys szept",
    "paź říj eki окт жов οκτ loka",
    "lis kas ноя лис ное нов νοε marras noi",
    "gru pro ara дек гру дец δεκ joulu des",
];

/// The month of a word in a place where only a month can stand: `Dez`, `déc.`, `joulu`, `12月`.
pub(crate) fn named(word: &str) -> Option<i32> {
    let word = word.trim_end_matches(['.', ',']).to_lowercase();
    let number = word.strip_suffix(['月', '월']).and_then(|number| number.parse().ok()); // tidy(swallow): a word
    let known = || (1..).zip(SHORT).find(|(_, names)| names.split(' ').any(|name| name == word));
    let known = || known().map(|(month, _)| month).or_else(|| dates::month_named(&word));
    number.filter(|number| (1..=12).contains(number)).or_else(known)
}
