"""How published JavaScript modules become parts of one script."""

from __future__ import annotations

import pytest

from vendor.scripts import part, squeezed


def test_a_module_becomes_a_function_that_returns_what_it_exports() -> None:
    module = (
        "import { Text, Range as Span } from '@codemirror/state';\n"
        "import elt from 'crelt';\n\n"
        "/** Says it. */\n"
        "export function say() { return elt(Text, Span); }\n"
        "const word = 1;\n"
        "export { word as term };\n"
        "export { Stream } from './streams.js';\n"
    )
    assert part("@codemirror/words", module) == (
        "function codemirror_words(take) {\n"
        "const{Text,Range:Span}=take(codemirror_state);const elt=take(crelt).default;"
        "function say(){return elt(Text,Span);}\nconst word=1;\n"
        "return { Stream: take(streams_js).Stream, term: word, say };\n}\n"
    )


def test_what_a_module_exports_by_default_has_that_name() -> None:
    made = part("crelt", "export default function crelt() {}\n")
    assert made == "function crelt(take) {\nfunction crelt(){}\nreturn { default: crelt };\n}\n"


def test_a_way_to_export_that_is_not_known_is_told() -> None:
    with pytest.raises(ValueError, match=r"words: export \* from"):
        part("words", "export * from './others.js';\n")


@pytest.mark.parametrize(
    ("script", "made"),
    [
        ("let a = 1; // one\nlet b = 2;\n", "let a=1;let b=2;"),
        ("let a = /* one\n two */ 1\nlet b = 2", "let a=\n1\nlet b=2"),
        ("let a = b\n++c\n", "let a=b\n++c"),
        ("a + +b - -c", "a + +b - -c"),
        ("return a in b", "return a in b"),
        ("let a = 'b  c // d' + \"/* e */\";", "let a='b  c // d' + \"/* e */\";"),
        ("if (/[/*] '/.test(a)) b = a / 2 / c;", "if(/[/*] '/.test(a))b=a / 2 / c;"),
        ("return / a  b/g", "return / a  b/g"),
        ("let a = `b  ${c + { d: `e  ${f}` }.d}  // g`;", "let a=`b  ${c +{d:`e  ${f}`}.d}  // g`;"),
        ("let a = `$ {b}  ${ c }`;", "let a=`$ {b}  ${c }`;"),
    ],
)
def test_only_comments_and_idle_spaces_go(script: str, made: str) -> None:
    assert squeezed(script).strip() == made


def test_a_template_that_does_not_end_is_told() -> None:
    with pytest.raises(ValueError, match="doesn't end"):
        squeezed("let a = `b")
