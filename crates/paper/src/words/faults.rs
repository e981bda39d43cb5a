//! What pages say when something is missing, forbidden or broken: always with what to do next.

pub struct Faults {
    pub not_found_title: &'static str,
    pub not_found: &'static str,
    pub forbidden_title: &'static str,
    pub forbidden: fn(&str) -> String,
    pub expired_title: &'static str,
    pub expired: &'static str,
    pub conflict_title: &'static str,
    pub conflict: &'static str,
    pub too_fast_title: &'static str,
    pub too_fast: fn(&str) -> String,
    pub too_big_title: &'static str,
    pub too_big: fn(&str) -> String,
    pub invalid_title: &'static str,
    pub invalid: fn(&str) -> String,
    pub broken_title: &'static str,
    pub broken: fn(&str) -> String,
    pub offline: &'static str,
    pub query: fn(&str) -> String,
    pub required: &'static str,
    pub back_home: &'static str,
}

pub(super) const EN: Faults = Faults {
    not_found_title: "Not found",
    not_found: "There is nothing at this address, or you may not see it. Check the address or go back.",
    forbidden_title: "Not allowed",
    forbidden: |capability| {
        format!("This needs the capability \"{capability}\". An owner of the workspace can give it to you.")
    },
    expired_title: "This form has expired",
    expired: "Nothing was changed. Go back, reload the page and send it again.",
    conflict_title: "Somebody was faster",
    conflict: "This was changed since you opened it. Reload to see how it is now.",
    too_fast_title: "Too many requests",
    too_fast: |wait| format!("Nothing was changed. Try again in {wait}."),
    too_big_title: "Too big",
    too_big: |limit| format!("At most {limit} can be sent here."),
    invalid_title: "Check what you wrote",
    invalid: |what| format!("Nothing was changed: {what}."),
    broken_title: "Something went wrong here",
    broken: |number| {
        format!("It is our fault and has been logged. Try again; if it stays, tell whoever runs this server: {number}.")
    },
    offline: "No connection to the server. What you see may be old.",
    query: |what| format!("This search cannot be read: {what}."),
    required: "Please fill this in.",
    back_home: "Go to Today",
};

pub(super) const FR: Faults = Faults {
    not_found_title: "Introuvable",
    not_found: "Il n’y a rien à cette adresse, ou vous ne pouvez pas le voir. Vérifiez l’adresse ou revenez en arrière.",
    forbidden_title: "Non autorisé",
    forbidden: |capability| {
        format!(
            "Il faut pour cela le droit « {capability} ». Un propriétaire de l’espace de travail peut vous le donner."
        )
    },
    expired_title: "Ce formulaire a expiré",
    expired: "Rien n’a été modifié. Revenez en arrière, rechargez la page et renvoyez-le.",
    conflict_title: "Quelqu’un a été plus rapide",
    conflict: "Cet élément a changé depuis que vous l’avez ouvert. Rechargez pour voir son état.",
    too_fast_title: "Trop de demandes",
    too_fast: |wait| format!("Rien n’a été modifié. Réessayez dans {wait}."),
    too_big_title: "Trop volumineux",
    too_big: |limit| format!("On peut envoyer ici au plus {limit}."),
    invalid_title: "Vérifiez votre saisie",
    invalid: |what| format!("Rien n’a été modifié : {what}."),
    broken_title: "Une erreur s’est produite",
    broken: |number| {
        format!(
            "C’est notre faute et c’est noté. Réessayez ; si cela persiste, prévenez la personne qui gère ce serveur : {number}."
        )
    },
    offline: "Pas de connexion au serveur. Ce que vous voyez est peut-être ancien.",
    query: |what| format!("Cette recherche ne peut pas être lue : {what}."),
    required: "À remplir, s’il vous plaît.",
    back_home: "Aller à Aujourd’hui",
};
