//! What people can do about what stopped their task, in the languages of our users. By the stable code of a failure.

use serde::Serialize;
use utoipa::ToSchema;

/// One thing, said in three languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Words {
    /// Chinese.
    pub zh: &'static str,
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

static WORDS: [(&str, Words); 6] = [
    (
        "budget_task",
        Words {
            zh: "该任务的预算已用完。请提高任务预算上限后重试；已画好的分格不会丢失。",
            ja: "このタスクの予算を使い切りました。上限を引き上げてから再試行してください。描き終えたコマは残ります。",
            en: "The budget of this task is used up. Raise its cap, then retry; panels that are drawn stay.",
        },
    ),
    (
        "budget_session",
        Words {
            zh: "您今天的预算已用完。请在明天（UTC）重试，或请管理员提高上限；已画好的分格不会丢失。",
            ja: "本日の予算を使い切りました。明日（UTC）に再試行するか、管理者に上限の引き上げを依頼してください。描き終えたコマは残ります。",
            en: "Your budget for today is used up. Retry tomorrow (UTC), or ask the operator to raise the cap; panels that are drawn stay.",
        },
    ),
    (
        "budget_system",
        Words {
            zh: "服务器今天的预算已用完。请在明天（UTC）重试，或请管理员提高上限；已画好的分格不会丢失。",
            ja: "サーバーの本日の予算を使い切りました。明日（UTC）に再試行するか、管理者に上限の引き上げを依頼してください。描き終えたコマは残ります。",
            en: "This server's budget for today is used up. Retry tomorrow (UTC), or ask its operator to raise the cap; panels that are drawn stay.",
        },
    ),
    (
        "budget_unavailable",
        Words {
            zh: "暂时无法查询预算，没有产生费用。系统会自动重试。",
            ja: "予算を確認できませんでした。料金は発生していません。自動的に再試行されます。",
            en: "The budget could not be asked, and nothing was charged. It is tried again by itself.",
        },
    ),
    (
        "content_refused",
        Words {
            zh: "文本包含不可接受的内容。请修改后重新提交。",
            ja: "受け付けられない内容が含まれています。書き直してからもう一度送信してください。",
            en: "The text holds what is not accepted. Reword it and send it again.",
        },
    ),
    (
        "rejected",
        Words {
            zh: "人工审核未通过。请根据理由修改故事后提交新任务。",
            ja: "審査の結果、受け付けられませんでした。理由に沿って物語を直し、新しいタスクとして送信してください。",
            en: "A person looked at it and refused it. Change the story as the reason says and hand it in as a new task.",
        },
    ),
];

impl Words {
    /// What can be done about a failure of this code, where that is known.
    pub fn of(code: &str) -> Option<&'static Words> {
        WORDS
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(_, words)| words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_budget_says_what_can_be_done_in_every_language() {
        for code in mangakai_domain::BUDGET_CODES {
            let words = Words::of(code).unwrap();
            assert!(words.zh.contains("预算") && words.ja.contains("予算") && words.en.contains("budget"));
        }
        assert_eq!(Words::of("provider_timeout"), None);
    }
}
