//! Which script a letter belongs to, and what a script alone says about the language.

/// Scripts, as far as they tell languages apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    Han,
    Kana,
    Hangul,
    Greek,
    Hebrew,
    Bengali,
    Gurmukhi,
    Gujarati,
    Tamil,
    Telugu,
    Thai,
    Georgian,
    Armenian,
    Kannada,
    Malayalam,
    Sinhala,
    Oriya,
    Lao,
    Burmese,
    Khmer,
    Tibetan,
    Ethiopic,
}

/// How many scripts there are.
pub const SCRIPTS: usize = Script::Ethiopic as usize + 1;

impl Script {
    /// The script of a letter; `None` for what is no letter or of a script unknown here.
    #[inline]
    pub fn of(letter: char) -> Option<Script> {
        let code = letter as u32;
        if code < 0x80 {
            return letter.is_ascii_alphabetic().then_some(Script::Latin);
        }
        Some(match code {
            0xaa | 0xba | 0xc0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0x24f | 0x259 | 0x300..=0x36f => Script::Latin,
            0x1e00..=0x1eff | 0xff21..=0xff3a | 0xff41..=0xff5a => Script::Latin,
            0x400..=0x52f => Script::Cyrillic,
            0x600..=0x6ff | 0x750..=0x77f | 0xfb50..=0xfdff | 0xfe70..=0xfefe => {
                return letter.is_alphabetic().then_some(Script::Arabic);
            }
            0x900..=0x963 | 0x971..=0x97f => Script::Devanagari,
            0x3005..=0x3007 | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af => Script::Han,
            0x3041..=0x309f | 0x30a1..=0x30fa | 0x30fc..=0x30ff | 0x31f0..=0x31ff | 0xff66..=0xff9f => Script::Kana,
            0x1100..=0x11ff | 0x3131..=0x318e | 0xac00..=0xd7a3 => Script::Hangul,
            0x370..=0x3ff | 0x1f00..=0x1fff => Script::Greek,
            0x590..=0x5ff | 0xfb1d..=0xfb4f => Script::Hebrew,
            0x980..=0x9e5 | 0x9f0..=0x9ff => Script::Bengali,
            0xa00..=0xa65 | 0xa70..=0xa7f => Script::Gurmukhi,
            0xa80..=0xae5 => Script::Gujarati,
            0xb00..=0xb65 => Script::Oriya,
            0xb80..=0xbe5 => Script::Tamil,
            0xc00..=0xc65 => Script::Telugu,
            0xc80..=0xce5 => Script::Kannada,
            0xd00..=0xd65 => Script::Malayalam,
            0xd80..=0xdff => Script::Sinhala,
            0xe01..=0xe4e => Script::Thai,
            0xe80..=0xecf => Script::Lao,
            0xf00..=0xfff => Script::Tibetan,
            0x1000..=0x109f => Script::Burmese,
            0x10a0..=0x10ff | 0x1c90..=0x1cbf => Script::Georgian,
            0x530..=0x58f => Script::Armenian,
            0x1200..=0x139f => Script::Ethiopic,
            0x1780..=0x17d3 => Script::Khmer,
            _ => return None,
        })
    }

    /// The one language that we know in this script, where there is one.
    pub fn only_language(self) -> Option<&'static str> {
        Some(match self {
            Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari | Script::Han => return None,
            Script::Kana => "ja",
            Script::Hangul => "ko",
            Script::Greek => "el",
            Script::Hebrew => "he",
            Script::Bengali => "bn",
            Script::Gurmukhi => "pa",
            Script::Gujarati => "gu",
            Script::Tamil => "ta",
            Script::Telugu => "te",
            Script::Thai => "th",
            Script::Georgian => "ka",
            Script::Armenian => "hy",
            Script::Kannada => "kn",
            Script::Malayalam => "ml",
            Script::Sinhala => "si",
            Script::Oriya => "or",
            Script::Lao => "lo",
            Script::Burmese => "my",
            Script::Khmer => "km",
            Script::Tibetan => "bo",
            Script::Ethiopic => "am",
        })
    }

    /// The table of the model that tells the languages of this script apart.
    pub fn table(self) -> Option<usize> {
        match self {
            Script::Latin => Some(0),
            Script::Cyrillic => Some(1),
            Script::Arabic => Some(2),
            Script::Devanagari => Some(3),
            Script::Han | Script::Kana => Some(4),
            _ => None,
        }
    }

    /// How much one letter says beside a letter of an alphabet.
    pub(super) fn weight(self) -> u32 {
        match self {
            Script::Han | Script::Kana | Script::Hangul => 3,
            _ => 1,
        }
    }
}
