//! Words of the list of products: what it is for, and how a product gets on it.

pub struct Products {
    pub title: &'static str,
    pub lead: &'static str,
    pub empty: &'static str,
    pub name: &'static str,
    pub spellings: &'static str,
    pub spellings_hint: &'static str,
    pub messages: &'static str,
    pub messages_of: fn(&str) -> String,
    pub change: &'static str,
    pub named: &'static str,
}

pub(super) const EN: Products = Products {
    title: "Products",
    lead: "Names that Tribune marks in messages, whatever their case, accents and hyphens, also in messages that came before.",
    empty: "No product yet. Add what people here talk about by name: products, plans, parts, releases with a name.",
    name: "Name",
    spellings: "Other spellings",
    spellings_hint: "Other spellings, between commas",
    messages: "Messages",
    messages_of: |name| format!("Messages that search finds for {name}"),
    change: "Change the spellings",
    named: "Products",
};

pub(super) const FR: Products = Products {
    title: "Produits",
    lead: "Des noms que Tribune signale dans les messages, quels que soient casse, accents et traits d’union, y compris dans les messages déjà là.",
    empty: "Pas encore de produit. Ajoutez ce dont on parle ici par son nom : produits, offres, composants, versions qui ont un nom.",
    name: "Nom",
    spellings: "Autres graphies",
    spellings_hint: "Autres graphies, entre virgules",
    messages: "Messages",
    messages_of: |name| format!("Messages que la recherche trouve pour {name}"),
    change: "Modifier les graphies",
    named: "Produits",
};
