use super::*;

/// Every unit of a story: who is labelled, and its words.
fn units(story: &str, language: &str) -> Vec<(Option<String>, String)> {
    let lexicon = Lexicon::of(language).unwrap();
    let text = |span: Span| story[span.start..span.end].to_owned();
    let cut = cut(story, None, lexicon);
    cut.iter()
        .map(|unit| (unit.label.map(text), text(unit.words)))
        .collect()
}

fn plain(words: &str) -> (Option<String>, String) {
    (None, words.to_owned())
}

fn labelled(label: &str, words: &str) -> (Option<String>, String) {
    (Some(label.to_owned()), words.to_owned())
}

#[test]
fn a_label_names_who_speaks() {
    assert_eq!(
        units("Alice: Good day.\nBob: You too!", "en"),
        [labelled("Alice", "Good day."), labelled("Bob", "You too!")]
    );
}

#[test]
fn a_label_may_stand_before_marks() {
    assert_eq!(
        units("老王：“你好。”他笑了。\n小红：“你去哪儿？”", "zh"),
        [
            labelled("老王", "你好。"),
            plain("他笑了。"),
            labelled("小红", "你去哪儿？")
        ]
    );
}

#[test]
fn a_label_speaks_only_the_quotation_after_it() {
    let story = "老王：“你好。”小红答道：“再见。”他推开门，看着雨说：“走。”\n小红：“你去哪儿？”";
    assert_eq!(
        units(story, "zh"),
        [
            labelled("老王", "你好。"),
            plain("小红答道："),
            plain("再见。"),
            plain("他推开门，看着雨说："),
            plain("走。"),
            labelled("小红", "你去哪儿？")
        ]
    );
    let spans: Vec<Span> = cut(story, None, Lexicon::of("zh").unwrap())
        .iter()
        .map(|unit| unit.span)
        .collect();
    assert!(
        spans.windows(2).all(|pair| pair[0].end <= pair[1].start),
        "{spans:?}"
    );
}

#[test]
fn a_verb_of_speech_within_a_name_leaves_it_a_label() {
    assert_eq!(
        units("道士：你来了。\n问：你叫什么？", "zh"),
        [labelled("道士", "你来了。"), labelled("问", "你叫什么？")]
    );
}

#[test]
fn whoever_is_said_to_speak_is_no_label() {
    let said = [
        plain("小明说："),
        plain("你好。"),
        plain("小红问："),
        plain("你去哪儿？"),
    ];
    assert_eq!(units("小明说：“你好。”\n小红问：“你去哪儿？”", "zh"), said);
    let said = [
        plain("Tom said:"),
        plain("Come here."),
        plain("Ann asked:"),
        plain("Why?"),
    ];
    assert_eq!(units("Tom said: \"Come here.\"\nAnn asked: \"Why?\"", "en"), said);
}
