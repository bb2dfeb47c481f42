//! What people read when a provider fails: what happened, and what they can do next.

use crate::error::Class;

/// A language that people are spoken to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum Tongue {
    /// Chinese.
    Zh,
    /// Japanese.
    Ja,
    /// English, and for everybody else.
    En,
}

impl Tongue {
    /// By a BCP 47 tag.
    #[must_use]
    pub fn of(language: &str) -> Tongue {
        match language.get(..2).map(str::to_ascii_lowercase).as_deref() {
            Some("zh") => Tongue::Zh,
            Some("ja") => Tongue::Ja,
            _ => Tongue::En,
        }
    }

    /// Told from a text: kana are Japanese, other ideographs Chinese.
    #[must_use]
    pub fn spoken_in(text: &str) -> Tongue {
        let is_kana = |c: char| ('\u{3040}'..='\u{30ff}').contains(&c);
        let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        if text.chars().any(is_kana) {
            Tongue::Ja
        } else if text.chars().any(is_han) {
            Tongue::Zh
        } else {
            Tongue::En
        }
    }
}

/// What happened at the provider called `name`, and what can be done, in two sentences.
#[must_use]
pub fn words(class: Class, name: &str, tongue: Tongue) -> String {
    let (happened, next) = match tongue {
        Tongue::En => english(class),
        Tongue::Zh => chinese(class),
        Tongue::Ja => japanese(class),
    };
    let space = if tongue == Tongue::En { " " } else { "" };
    format!("{}{space}{next}", happened.replace("{}", name))
}

const fn english(class: Class) -> (&'static str, &'static str) {
    match class {
        Class::RateLimited => (
            "{} accepts no more requests for the moment.",
            "It is tried again by itself; there is nothing to do.",
        ),
        Class::Overloaded => (
            "{} is overloaded.",
            "It is tried again by itself; if it goes on, retry later.",
        ),
        Class::Unreachable => (
            "{} cannot be reached.",
            "It is tried again by itself; the operator can check the network and the address.",
        ),
        Class::QuotaDone => (
            "The quota or balance at {} is used up.",
            "Retry when it is renewed, or ask the operator to raise it.",
        ),
        Class::RefusedInput => (
            "{} does not accept the wording or the pictures.",
            "Change the story, the panel's description or the instruction, then retry.",
        ),
        Class::RefusedOutput => (
            "{} withheld its result because of its content rules; it may have been charged.",
            "Describe the scene differently, then retry.",
        ),
        Class::BadRequest => (
            "{} did not understand the request.",
            "The operator can check the settings of this model.",
        ),
        Class::NoSuchModel => (
            "{} does not offer the model that was asked for.",
            "The operator can choose another model.",
        ),
        Class::Auth => ("{} does not accept the key.", "The operator can check the key."),
        Class::Billing => (
            "The account at {} must be paid up.",
            "The operator can top it up; then retry.",
        ),
        Class::UnknownOutcome => (
            "{} did not answer in time; it may have been charged.",
            "It is tried again by itself; if it goes on, retry later.",
        ),
        Class::TaskGone => (
            "{} no longer knows the request; it may have been charged.",
            "It is tried again by itself.",
        ),
        Class::EmptyResult => (
            "{} answered without a result; it may have been charged.",
            "It is tried again by itself; if it goes on, describe the scene differently.",
        ),
        Class::BadResult => (
            "{} sent a result that cannot be used.",
            "It is tried again by itself; if it goes on, retry or choose another model.",
        ),
    }
}

const fn chinese(class: Class) -> (&'static str, &'static str) {
    match class {
        Class::RateLimited => ("{} 暂时不再接受请求。", "系统会自动重试，无需操作。"),
        Class::Overloaded => ("{} 当前负载过高。", "系统会自动重试；若持续如此，请稍后再试。"),
        Class::Unreachable => ("无法连接 {}。", "系统会自动重试；管理员可检查网络和服务地址。"),
        Class::QuotaDone => (
            "{} 的额度或余额已用完。",
            "请等额度恢复后重试，或请管理员提高额度。",
        ),
        Class::RefusedInput => (
            "{} 不接受这段文字或图片。",
            "请修改故事、画面描述或修改要求后重试。",
        ),
        Class::RefusedOutput => (
            "{} 因内容规则未返回结果，可能已计费。",
            "请换一种方式描述画面后重试。",
        ),
        Class::BadRequest => ("{} 无法理解该请求。", "管理员可检查该模型的设置。"),
        Class::NoSuchModel => ("{} 没有所请求的模型。", "管理员可改用其他模型。"),
        Class::Auth => ("{} 不接受该密钥。", "管理员可检查密钥。"),
        Class::Billing => ("{} 的账户已欠费。", "请管理员充值后重试。"),
        Class::UnknownOutcome => (
            "{} 未及时答复，可能已计费。",
            "系统会自动重试；若持续如此，请稍后再试。",
        ),
        Class::TaskGone => ("{} 已找不到该请求，可能已计费。", "系统会自动重试。"),
        Class::EmptyResult => (
            "{} 的答复中没有结果，可能已计费。",
            "系统会自动重试；若持续如此，请换一种方式描述画面。",
        ),
        Class::BadResult => (
            "{} 返回的结果无法使用。",
            "系统会自动重试；若持续如此，请重试或改用其他模型。",
        ),
    }
}

const fn japanese(class: Class) -> (&'static str, &'static str) {
    match class {
        Class::RateLimited => (
            "{} は現在これ以上リクエストを受け付けません。",
            "自動的に再試行されます。操作は不要です。",
        ),
        Class::Overloaded => (
            "{} は混み合っています。",
            "自動的に再試行されます。続く場合は、後でもう一度お試しください。",
        ),
        Class::Unreachable => (
            "{} に接続できません。",
            "自動的に再試行されます。管理者はネットワークと接続先を確認できます。",
        ),
        Class::QuotaDone => (
            "{} の利用枠または残高を使い切りました。",
            "枠が戻ってから再試行するか、管理者に増枠を依頼してください。",
        ),
        Class::RefusedInput => (
            "{} はこの文章または画像を受け付けません。",
            "物語、コマの説明、または指示を変えて再試行してください。",
        ),
        Class::RefusedOutput => (
            "{} は内容の規則により結果を返しませんでした。課金された可能性があります。",
            "場面の書き方を変えて再試行してください。",
        ),
        Class::BadRequest => (
            "{} はリクエストを解釈できませんでした。",
            "管理者はこのモデルの設定を確認できます。",
        ),
        Class::NoSuchModel => (
            "{} に指定のモデルがありません。",
            "管理者は別のモデルを選べます。",
        ),
        Class::Auth => ("{} はこのキーを受け付けません。", "管理者はキーを確認できます。"),
        Class::Billing => (
            "{} のアカウントは支払いが必要です。",
            "管理者が支払った後、再試行してください。",
        ),
        Class::UnknownOutcome => (
            "{} から時間内に応答がありませんでした。課金された可能性があります。",
            "自動的に再試行されます。続く場合は、後でもう一度お試しください。",
        ),
        Class::TaskGone => (
            "{} にこのリクエストの記録がありません。課金された可能性があります。",
            "自動的に再試行されます。",
        ),
        Class::EmptyResult => (
            "{} の応答に結果がありませんでした。課金された可能性があります。",
            "自動的に再試行されます。続く場合は、場面の書き方を変えてください。",
        ),
        Class::BadResult => (
            "{} の結果は使えませんでした。",
            "自動的に再試行されます。続く場合は、再試行するか別のモデルを選んでください。",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn every_failure_has_words_of_its_own_in_every_language_and_names_the_provider() {
        for tongue in Tongue::iter() {
            let all: BTreeSet<String> = Class::iter().map(|class| words(class, "Acme", tongue)).collect();
            assert_eq!(all.len(), Class::iter().count());
            assert!(
                all.iter()
                    .all(|said| said.contains("Acme") && !said.contains("{}"))
            );
        }
    }

    #[test]
    fn whatever_may_have_cost_money_says_so() {
        for class in Class::iter().filter(|class| class.charged() == crate::Charged::Perhaps) {
            assert!(
                words(class, "Acme", Tongue::En).contains("may have been charged"),
                "{class:?}"
            );
            assert!(
                words(class, "Acme", Tongue::Zh).contains("可能已计费"),
                "{class:?}"
            );
            assert!(
                words(class, "Acme", Tongue::Ja).contains("課金された可能性"),
                "{class:?}"
            );
        }
    }

    #[test]
    fn a_language_is_told_from_its_tag_or_its_letters() {
        assert_eq!(
            (Tongue::of("zh-Hans"), Tongue::of("JA"), Tongue::of("fr")),
            (Tongue::Zh, Tongue::Ja, Tongue::En)
        );
        assert_eq!(Tongue::spoken_in("雨の夜"), Tongue::Ja);
        assert_eq!(Tongue::spoken_in("雨夜"), Tongue::Zh);
        assert_eq!(Tongue::spoken_in("Rain"), Tongue::En);
    }
}
