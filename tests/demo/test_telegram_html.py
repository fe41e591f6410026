"""Telegram's HTML: what becomes which entity, and what is refused."""

import pytest

from bot.demo.telegram.html import detect, parse, trim, utf16_length
from bot.demo.telegram.refusals import ApiError


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("code", "code"),
        ("pre", "pre"),
        ("tg-spoiler", "spoiler"),
        ("blockquote", "blockquote"),
    ],
)
def test_every_plain_tag_becomes_its_entity(tag: str, kind: str) -> None:
    assert parse(f"a<{tag}>bc</{tag}>d") == ("abcd", [{"type": kind, "offset": 1, "length": 2}])


def test_offsets_and_lengths_count_utf16_units() -> None:
    assert utf16_length("👍å") == 3
    assert parse("👍<b>å👍</b>") == ("👍å👍", [{"type": "bold", "offset": 2, "length": 3}])


def test_attributes_give_links_languages_mentions_and_foldable_quotes() -> None:
    assert parse('<a href="https://goteborg.se/?a=1&amp;b=2">x</a>')[1][0]["url"] == "https://goteborg.se/?a=1&b=2"
    assert parse('<a href="tg://user?id=42">x</a>')[1][0]["user_id"] == 42
    assert parse('<pre><code class="language-sql">x</code></pre>')[1] == [
        {"type": "pre", "language": "sql", "offset": 0, "length": 1}
    ]
    assert parse('<span class="tg-spoiler">x</span>')[1][0]["type"] == "spoiler"
    assert parse("<blockquote expandable>x</blockquote>")[1][0]["type"] == "expandable_blockquote"


def test_nested_tags_give_the_outer_entity_first() -> None:
    text, entities = parse("<b>a<i>b</i></b>")
    assert text == "ab"
    assert [entity["type"] for entity in entities] == ["bold", "italic"]


def test_only_the_four_named_characters_and_numbers_are_decoded() -> None:
    assert parse("&lt;&gt;&amp;&quot;&#229;&#xE5;")[0] == '<>&"åå'
    assert parse("&nbsp;&laquo; & &#12345678;")[0] == "&nbsp;&laquo; & &#12345678;"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("å<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("å</b>", "Unexpected end tag at byte offset 2"),
        ("<i>a</em>", 'Unmatched end tag at byte offset 4, expected "</i>", found "</em>"'),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("å <p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_markup_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


def test_white_space_at_the_ends_goes_and_entities_follow() -> None:
    assert trim(*parse(" \n<b> a </b> \n")) == ("a", [{"type": "bold", "offset": 0, "length": 1}])


def test_commands_and_addresses_are_found_outside_of_other_entities() -> None:
    found = detect("/start nu https://a.se/b 1/2", [])
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == [
        ("bot_command", 0, 6),
        ("url", 10, 14),
    ]
    code = [{"type": "code", "offset": 0, "length": 6}]
    assert detect("/start", code) == code
