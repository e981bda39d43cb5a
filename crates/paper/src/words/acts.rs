//! What each act is called on its button, what the toast says once it is done, and undoing.

use super::Noun;
use crate::Language;

/// The words of one act.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// A verb: what the button says.
    pub button: &'static str,
    /// What the toast and the journal say.
    pub done: &'static str,
}

/// What the toast says of several conversations: `12 conversations closed`.
#[derive(Clone, Copy, Debug)]
pub struct Each(Noun);

impl Each {
    /// How many of how many.
    pub fn told(self, language: Language, (done, all): (u64, u64)) -> String {
        match language {
            _ if done == all => self.0.with(language, all),
            Language::English => format!("{} of {}", language.count(done), self.0.with(language, all)),
            Language::French => format!("{} sur {}", self.0.with(language, done), language.count(all)),
        }
    }
}

pub struct Acts {
    pub alert_dismiss: Act,
    pub alert_unwatch: Act,
    pub alert_watch: Act,
    pub assign: Act,
    pub close: Act,
    pub correct: Act,
    pub erase_member: Act,
    pub example_add: Act,
    pub example_remove: Act,
    pub import_run: Act,
    pub import_undo: Act,
    pub label: Act,
    pub label_remove: Act,
    pub merge: Act,
    pub merge_members: Act,
    pub note: Act,
    pub product_add: Act,
    pub product_remove: Act,
    pub reopen: Act,
    pub snooze: Act,
    pub split: Act,
    pub split_members: Act,
    pub topic_merge: Act,
    pub topic_pin: Act,
    pub topic_rename: Act,
    pub topic_unpin: Act,
    pub unassign: Act,
    pub undo: Act,
    pub assign_to_me: &'static str,
    pub snooze_tomorrow: &'static str,
    pub snooze_monday: &'static str,
    pub snooze_week: &'static str,
    pub snooze_until: &'static str,
    pub undoing: &'static str,
    pub undo_refused: fn(&str) -> String,
    pub undo_with_later: &'static str,
    pub cannot_undo: &'static str,
    pub merge_which: &'static str,
    pub split_from_here: &'static str,
    pub already_done: &'static str,
    pub each_assign: Each,
    pub each_close: Each,
    pub each_label: Each,
    pub each_label_remove: Each,
    pub each_reopen: Each,
    pub each_snooze: Each,
    pub each_unassign: Each,
    pub each_undo: Each,
    /// After what was done: the titles, and why.
    pub each_not: fn(&str, &str) -> String,
    pub each_and: &'static str,
    pub each_more: fn(&str) -> String,
    pub each_quoted: fn(&str) -> String,
    pub each_not_here: &'static str,
    pub each_not_merged: &'static str,
    pub each_not_changed: &'static str,
    pub each_not_undone: &'static str,
}

const fn act(button: &'static str, done: &'static str) -> Act {
    Act { button, done }
}

const fn each(one: &'static str, many: &'static str) -> Each {
    Each(Noun { one, many })
}

pub(super) const EN: Acts = Acts {
    alert_dismiss: act("Put aside", "Put aside"),
    alert_unwatch: act("Only what is measured", "Only what is measured raises an alert now"),
    alert_watch: act("Also what is not", "What is not measured may raise an alert now"),
    assign: act("Assign", "Assigned"),
    close: act("Close", "Closed"),
    correct: act("Correct the reading", "Reading corrected"),
    erase_member: act("Erase for ever", "Erased for ever"),
    example_add: act("Keep as an example", "The example is kept"),
    example_remove: act("Remove", "The example is gone"),
    import_run: act("Import", "The import was asked for"),
    import_undo: act("Undo the import", "The import is being taken back"),
    label: act("Label", "Labelled"),
    label_remove: act("Remove label", "Label removed"),
    merge: act("Merge", "Conversations merged"),
    merge_members: act("Same person", "Members merged"),
    note: act("Add note", "Note added"),
    product_add: act("Add to the list", "The product is on the list"),
    product_remove: act("Remove", "The product is off the list"),
    reopen: act("Reopen", "Reopened"),
    snooze: act("Snooze", "Snoozed"),
    split: act("Split", "Conversation split"),
    split_members: act("Not the same person", "Members split"),
    topic_merge: act("Same topic", "Topics merged"),
    topic_pin: act("Pin", "Topic pinned"),
    topic_rename: act("Rename", "Topic renamed"),
    topic_unpin: act("Unpin", "Topic unpinned"),
    unassign: act("Unassign", "Nobody is assigned now"),
    undo: act("Undo", "Undone"),
    assign_to_me: "Assign to me",
    snooze_tomorrow: "Until tomorrow",
    snooze_monday: "Until Monday",
    snooze_week: "For a week",
    snooze_until: "Until",
    undoing: "Undoing",
    undo_refused: |later| format!("Not undone: later acts changed the same things ({later}). Undo those first."),
    undo_with_later: "Undo the later acts too",
    cannot_undo: "This cannot be undone.",
    merge_which: "Merge into which conversation?",
    split_from_here: "Split from this message on",
    already_done: "Already done: nothing changed.",
    each_assign: each("conversation assigned", "conversations assigned"),
    each_close: each("conversation closed", "conversations closed"),
    each_label: each("conversation labelled", "conversations labelled"),
    each_label_remove: each("conversation without the label", "conversations without the label"),
    each_reopen: each("conversation reopened", "conversations reopened"),
    each_snooze: each("conversation snoozed", "conversations snoozed"),
    each_unassign: each("conversation assigned to nobody", "conversations assigned to nobody"),
    each_undo: each("conversation as before", "conversations as before"),
    each_not: |titles, why| format!("; not {titles} ({why})"),
    each_and: "and",
    each_more: |count| format!("{count} more"),
    each_quoted: |title| format!("“{title}”"),
    each_not_here: "no longer there",
    each_not_merged: "merged into another conversation: work there",
    each_not_changed: "changed meanwhile: look, then try again",
    each_not_undone: "changed again since: undo that first",
};

pub(super) const FR: Acts = Acts {
    alert_dismiss: act("Mettre de côté", "Mise de côté"),
    alert_unwatch: act("Seulement le mesuré", "Seul ce qui est mesuré alerte désormais"),
    alert_watch: act("Aussi le non mesuré", "Ce qui n’est pas mesuré peut alerter désormais"),
    assign: act("Attribuer", "Attribuée"),
    close: act("Fermer", "Fermée"),
    correct: act("Corriger la lecture", "Lecture corrigée"),
    erase_member: act("Effacer pour toujours", "Effacé pour toujours"),
    example_add: act("Garder comme exemple", "L’exemple est gardé"),
    example_remove: act("Retirer", "L’exemple est retiré"),
    import_run: act("Importer", "Importation demandée"),
    import_undo: act("Annuler l’importation", "L’importation est en cours d’annulation"),
    label: act("Étiqueter", "Étiquette ajoutée"),
    label_remove: act("Retirer l’étiquette", "Étiquette retirée"),
    merge: act("Fusionner", "Conversations fusionnées"),
    merge_members: act("Même personne", "Membres fusionnés"),
    note: act("Ajouter la note", "Note ajoutée"),
    product_add: act("Ajouter à la liste", "Le produit est dans la liste"),
    product_remove: act("Retirer", "Le produit n’est plus dans la liste"),
    reopen: act("Rouvrir", "Rouverte"),
    snooze: act("Reporter", "Reportée"),
    split: act("Scinder", "Conversation scindée"),
    split_members: act("Pas la même personne", "Membres séparés"),
    topic_merge: act("Même sujet", "Sujets fusionnés"),
    topic_pin: act("Épingler", "Sujet épinglé"),
    topic_rename: act("Renommer", "Sujet renommé"),
    topic_unpin: act("Désépingler", "Sujet désépinglé"),
    unassign: act("Ne plus attribuer", "Plus personne n’en est chargé"),
    undo: act("Annuler l’action", "Action annulée"),
    assign_to_me: "M’attribuer",
    snooze_tomorrow: "À demain",
    snooze_monday: "À lundi",
    snooze_week: "D’une semaine",
    snooze_until: "Jusqu’au",
    undoing: "Annulation en cours",
    undo_refused: |later| {
        format!(
            "Non annulée : des actions plus récentes ont modifié les mêmes éléments ({later}). Annulez-les d’abord."
        )
    },
    undo_with_later: "Annuler aussi les actions plus récentes",
    cannot_undo: "Cette action est définitive.",
    merge_which: "Fusionner avec quelle conversation ?",
    split_from_here: "Scinder à partir de ce message",
    already_done: "Déjà fait : rien n’a changé.",
    each_assign: each("conversation attribuée", "conversations attribuées"),
    each_close: each("conversation fermée", "conversations fermées"),
    each_label: each("conversation étiquetée", "conversations étiquetées"),
    each_label_remove: each("conversation sans l’étiquette", "conversations sans l’étiquette"),
    each_reopen: each("conversation rouverte", "conversations rouvertes"),
    each_snooze: each("conversation reportée", "conversations reportées"),
    each_unassign: each("conversation sans responsable", "conversations sans responsable"),
    each_undo: each("conversation comme avant", "conversations comme avant"),
    each_not: |titles, why| format!(" ; pas {titles} ({why})"),
    each_and: "et",
    each_more: |count| format!("{count} de plus"),
    each_quoted: |title| format!("« {title} »"),
    each_not_here: "introuvable",
    each_not_merged: "fusion avec une autre conversation : c’est là qu’il faut agir",
    each_not_changed: "modification entre-temps : regardez, puis recommencez",
    each_not_undone: "modification plus récente : annulez-la d’abord",
};
