//! What a message names, gathered by its sort: products apart, each other thing once.

use hub::named::Named;
use paper::Language;

/// What a message names as pages show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NamedSeen {
    /// Products by the names that the list gives them.
    pub(crate) products: Vec<String>,
    /// The word for a sort of things, and the things.
    pub(crate) others: Vec<(String, Vec<String>)>,
}

pub(crate) fn seen(named: &[Named], language: Language) -> NamedSeen {
    let words = &language.words().bench;
    let mut seen = NamedSeen::default();
    for one in named {
        let list = match &one.product {
            Some(_) => &mut seen.products,
            None => {
                let sort = (words.of_word)(one.kind).unwrap_or(one.kind);
                let known = seen.others.iter().position(|(known, _)| known == sort);
                let place = known.unwrap_or_else(|| {
                    seen.others.push((sort.to_owned(), Vec::new()));
                    seen.others.len() - 1
                });
                &mut seen.others[place].1
            }
        };
        let shown = one.product.as_ref().unwrap_or(&one.words);
        if !list.contains(shown) {
            list.push(shown.clone());
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_is_shown_once_under_its_sort() {
        let named = |kind, words: &str, product: Option<&str>| Named {
            kind,
            words: words.to_owned(),
            product: product.map(str::to_owned),
        };
        let all = [
            named("product", "lumen", Some("Lumen")),
            named("version", "2.1.0", None),
            named("product", "LUMEN", Some("Lumen")),
            named("url", "a.example", None),
            named("version", "2.1.1", None),
            named("version", "2.1.0", None),
        ];
        let seen = seen(&all, Language::French);
        assert_eq!(seen.products, ["Lumen"]);
        let versions = ("Version".to_owned(), vec!["2.1.0".to_owned(), "2.1.1".to_owned()]);
        assert_eq!(seen.others, [versions, ("Adresse".to_owned(), vec!["a.example".to_owned()])]);
    }
}
