//! Words of the sign-in page.

pub struct SignIn {
    pub title: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub show_password: &'static str,
    pub submit: &'static str,
    pub wrong: &'static str,
    pub too_many: fn(&str) -> String,
    pub ended: &'static str,
    pub no_account: &'static str,
    pub forgotten: &'static str,
}

pub(super) const EN: SignIn = SignIn {
    title: "Sign in",
    email: "E-mail address",
    password: "Password",
    show_password: "Show password",
    submit: "Sign in",
    wrong: "This address and password do not go together. Check both and try again.",
    too_many: |wait| format!("Too many attempts. Try again in {wait}."),
    ended: "Your session has ended. Sign in to go on where you were.",
    no_account: "No account yet? The owner of the workspace adds you.",
    forgotten: "Password forgotten? The owner of the workspace sets a new one.",
};

pub(super) const FR: SignIn = SignIn {
    title: "Se connecter",
    email: "Adresse électronique",
    password: "Mot de passe",
    show_password: "Afficher le mot de passe",
    submit: "Se connecter",
    wrong: "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux et réessayez.",
    too_many: |wait| format!("Trop de tentatives. Réessayez dans {wait}."),
    ended: "Votre session est terminée. Connectez-vous pour reprendre où vous en étiez.",
    no_account: "Pas encore de compte ? Le propriétaire de l’espace de travail vous ajoute.",
    forgotten: "Mot de passe oublié ? Le propriétaire de l’espace de travail en définit un nouveau.",
};
