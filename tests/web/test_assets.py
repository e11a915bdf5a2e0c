"""What is sent to browsers besides pages, and the vendored files behind it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from app.web.assets import LAYERS, Assets
from vendor import renew

STATIC = Path(__file__).parents[2] / "app" / "static"
FIRST_VISIT = ("app.css", "htmx.js", "app.js", "next.woff2", "mono.woff2", "signs.woff2", "icon.svg")
"""What a browser fetches with a first lesson, besides the page itself and its drawings."""
BUDGET = 100 * 1024

# Colours that stand on each other somewhere, and the contrast that WCAG 2.2 AA asks of text and of shapes.
GROUNDS = ("paper", "sheet", "sunk")
READ = ("ink", "quiet", "press", "press-deep", "danger", "warning", "caution", "safe", "inform")
TINTED = ("danger", "warning", "caution", "safe", "inform", "press")
TEXT, SHAPE = 4.5, 3.0


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets.build(STATIC)


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """A static folder with one file of each kind."""
    for folder in ("css/components", "js/elements", "js/answers", "vendor", "images"):
        (tmp_path / folder).mkdir(parents=True)
    for layer in LAYERS:
        if layer != "components":
            (tmp_path / "css" / f"{layer}.css").write_text(f".{layer} {{}}\n", encoding="utf-8")
    (tmp_path / "css/components/button.css").write_text('.b { src: url("face.woff2"); }\n', encoding="utf-8")
    (tmp_path / "vendor/face.woff2").write_bytes(b"face")
    (tmp_path / "vendor/htmx.js").write_text("htmx;", encoding="utf-8")
    (tmp_path / "js/no-eval.js").write_text("refuse;", encoding="utf-8")
    (tmp_path / "js/service-worker.js").write_text("serve;", encoding="utf-8")
    (tmp_path / "js/preview.js").write_text("preview;", encoding="utf-8")
    (tmp_path / "js/elements/a.js").write_text("const one = 1;", encoding="utf-8")
    (tmp_path / "js/answers/a.js").write_text("const two = 1;", encoding="utf-8")
    (tmp_path / "js/answers/b.js").write_text("keep(two);", encoding="utf-8")
    (tmp_path / "js/elements/b.js").write_text("const one = 2;", encoding="utf-8")
    return tmp_path


def content(assets: Assets, name: str) -> str:
    found = assets.find(assets.url(name).removeprefix("/assets/"))
    assert found is not None
    return found.data.decode()


def test_an_address_changes_with_the_content_and_only_with_it(little: Path) -> None:
    before = Assets.build(little)
    (little / "js/elements/b.js").write_text("const one = 3;", encoding="utf-8")
    after = Assets.build(little)
    assert after.url("app.js") != before.url("app.js")
    assert after.url("app.css") == before.url("app.css")


def test_an_address_that_no_content_has_is_not_found(little: Path) -> None:
    assets = Assets.build(little)
    assert assets.find("app.css") is None
    assert assets.find("app-000000000000.css") is None


def test_an_unknown_name_has_no_address(little: Path) -> None:
    with pytest.raises(LookupError):
        Assets.build(little).url("nothing.css")


def test_the_layers_stand_in_the_order_of_the_cascade(little: Path) -> None:
    style_sheet = content(Assets.build(little), "app.css")
    assert re.findall(r"@layer (\w+) \{", style_sheet) == list(LAYERS)


def test_a_missing_layer_stops_the_start(little: Path) -> None:
    (little / "css" / "base.css").unlink()
    with pytest.raises(LookupError):
        Assets.build(little)


def test_the_style_sheet_names_fonts_by_their_fingerprinted_address(little: Path) -> None:
    assets = Assets.build(little)
    assert re.findall(r'url\("([^"]+)"\)', content(assets, "app.css")) == [assets.url("face.woff2")]


def test_a_font_that_is_not_there_stops_the_start(little: Path) -> None:
    (little / "vendor/face.woff2").unlink()
    with pytest.raises(LookupError):
        Assets.build(little)


def test_each_custom_element_has_a_scope_of_its_own_and_the_files_of_answers_share_one(little: Path) -> None:
    together = "{\nconst two = 1;\nkeep(two);\n}"
    assert content(Assets.build(little), "app.js") == "{\nconst one = 1;\n}\n{\nconst one = 2;\n}\n" + together


def test_a_script_that_few_pages_need_comes_with_no_other(little: Path) -> None:
    (little / "js/pages").mkdir()
    (little / "js/pages/seldom.js").write_text("const seldom = 1;", encoding="utf-8")
    assets = Assets.build(little)
    assert content(assets, "seldom.js") == "const seldom = 1;"
    assert "seldom" not in content(assets, "app.js")


def test_the_scripts_of_the_bench_come_together_and_with_no_other(little: Path) -> None:
    (little / "js/bench").mkdir()
    for name in ("b", "a"):
        (little / f"js/bench/{name}.js").write_text(f"const {name} = 1;", encoding="utf-8")
    assets = Assets.build(little)
    assert content(assets, "bench.js") == "const a = 1;\nconst b = 1;"
    assert "const a" not in content(assets, "app.js")


def test_what_waits_shares_a_scope_with_answers(little: Path) -> None:
    (little / "js/records").mkdir()
    (little / "js/records/a.js").write_text("bring(two);", encoding="utf-8")
    assert content(Assets.build(little), "app.js").endswith("{\nconst two = 1;\nkeep(two);\nbring(two);\n}")


def test_htmx_is_followed_at_once_by_what_forbids_it_to_run_text(little: Path) -> None:
    assert content(Assets.build(little), "htmx.js") == "htmx;\nrefuse;"


def test_text_is_also_kept_compressed_and_fonts_are_not(little: Path) -> None:
    by_type = {asset.media_type: asset for asset in Assets.build(little)}
    script = by_type["text/javascript; charset=utf-8"]
    assert script.gzipped is not None
    assert gzip.decompress(script.gzipped) == script.data
    assert by_type["font/woff2"].gzipped is None


def test_what_a_first_lesson_needs_fits_the_budget(assets: Assets) -> None:
    sizes = {}
    for name in FIRST_VISIT:
        found = assets.find(assets.url(name).removeprefix("/assets/"))
        assert found is not None
        sizes[name] = len(found.gzipped or found.data)
    assert sum(sizes.values()) <= BUDGET, sizes


def test_only_the_tokens_and_paper_hold_colours() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")
    style_sheets = (STATIC / "css").rglob("*.css")
    holders = {path.name for path in style_sheets if colour.search(path.read_text("utf-8"))}
    assert holders == {"tokens.css", "print.css"}


def test_every_component_style_sheet_is_named_after_a_class_that_a_template_uses() -> None:
    templates = (STATIC.parent / "templates").rglob("*.html")
    used = "\n".join(path.read_text(encoding="utf-8") for path in templates)
    styled = {path.stem for path in (STATIC / "css" / "components").glob("*.css")} - {"signs"}
    assert {name for name in styled if not re.search(rf'class="(?:[^"]* )?{name}\b', used)} == set()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_and_edges_stand_out_from_every_ground(mode: str) -> None:
    colours = tokens(mode)
    pairs = [(fore, ground, TEXT) for fore in READ for ground in GROUNDS]
    pairs += [(fore, f"{name}-tint", TEXT) for name in TINTED for fore in ("ink", "quiet", name)]
    pairs += [("on-press", "press", TEXT), ("on-press", "press-deep", TEXT)]
    pairs += [(fore, ground, SHAPE) for fore in ("edge", "focus") for ground in GROUNDS]
    weak = [f"{a} on {b}" for a, b, least in pairs if contrast(colours[a], colours[b]) < least]
    assert weak == []


def test_safety_signs_can_be_read() -> None:
    colours = tokens("light")
    assert contrast(colours["sign-white"], colours["sign-red"]) >= TEXT
    assert contrast(colours["sign-black"], colours["sign-orange"]) >= TEXT
    assert contrast(colours["sign-black"], colours["sign-yellow"]) >= TEXT


def test_the_vendored_files_are_those_of_their_manifests() -> None:
    assert renew.faults() == []


def test_a_changed_vendored_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "vendor"
    folder.mkdir()
    for path in renew.BROWSER_TESTS.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "axe.min.js").write_bytes(b"changed")
    (folder / "stray.js").write_bytes(b"")
    monkeypatch.setattr(renew, "ROOT", tmp_path)
    monkeypatch.setattr(renew, "FOLDERS", (folder,))
    assert renew.faults() == [
        "vendor/axe.min.js is not the file that its manifest names",
        "vendor/stray.js is in no manifest",
    ]


def tokens(mode: str) -> dict[str, str]:
    """The colours of the tokens by name; by night those of the day, overlaid."""
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    day, night = text.split("@media screen and (prefers-color-scheme: dark)")
    named = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
    return dict(named.findall(day)) | (dict(named.findall(night)) if mode == "dark" else {})


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_schools_own_tokens_come_after_the_houses_and_its_logo_is_an_asset(little: Path, tmp_path: Path) -> None:
    logo = tmp_path / "ours.svg"
    logo.write_text("<svg/>")
    assets = Assets.build(little, tokens=":root { --press: #123456; }", logo=logo)
    tokens_layer = content(assets, "app.css").split("@layer tokens {")[1].split("@layer base {")[0]
    assert tokens_layer.index(".tokens {}") < tokens_layer.index("--press: #123456")
    assert content(assets, "logo.svg") == "<svg/>"


def test_every_custom_property_that_a_style_asks_for_is_defined() -> None:
    styles = "\n".join(file.read_text(encoding="utf-8") for file in (STATIC / "css").rglob("*.css"))
    asked, defined = re.findall(r"var\((--[\w-]+)", styles), re.findall(r"(--[\w-]+)\s*:", styles)
    assert set(asked) - set(defined) == set()
