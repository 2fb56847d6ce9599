"""What a project earned is divided to the last cent, as the manifest says."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import CONFIG, LAMP, PEOPLE, SiteTest

from generator.model.allocation import allocated, portions
from generator.model.anthology import Pool, Share

SHARED = (
    PEOPLE
    | {"content/contributors/zoe.yaml": "name: 'Zoë 木'\n"}
    | {
        LAMP: """\
title: Lamp
medium: film
released: 2025
credits: {director: ana-lima, actor: [kofi-mensah, zoe]}
shares:
  - pool: profit
    basis: Half of every ticket
    visibility: public
    split:
      ana-lima: 1
      kofi-mensah: 1
      zoe: 1
  - pool: merch
    state: proposed
    closes: 2026-12-31
    unit: percent
    visibility: public
    split:
      ana-lima: 33.33
      kofi-mensah: {parts: 33.33, waived: true}
      zoe: 33.34
""",
        "content/projects/song/project.yaml": "title: Song\nmedium: song\nreleased: 2025\nstatus: draft\ncredits: {singer: zoe}\n"
        "shares: [{pool: sales, split: {zoe: 2.5}}]\n",
        "config.yaml": CONFIG + "  editor: {email: editor@example.org}\n",
    }
)
PARTS = st.lists(st.tuples(st.decimals(0, 10**6, places=3), st.booleans()), min_size=1, max_size=30)


@given(PARTS, st.integers(0, 10**15))
def test_what_is_given_adds_up_to_the_amount_and_nobody_is_a_coin_off(parts, amount):
    pool = Pool(pool="p", split=tuple(Share(str(at), str(one), waived) for at, (one, waived) in enumerate(parts)))
    mine = portions(pool)
    coins = allocated(amount, mine)
    taken = [Fraction(0) if waived else Fraction(one) for one, waived in parts]
    if not sum(taken):
        assert set(coins) == {0}
        return
    assert sum(coins) == amount
    for coin, part in zip(coins, taken, strict=True):
        assert abs(coin - amount * part / sum(taken)) < 1
        assert coin == 0 or part > 0


@given(PARTS, st.integers(0, 10**9))
def test_whoever_has_more_parts_never_gets_less(parts, amount):
    parts = [one for one, _ in parts]
    coins = allocated(amount, [Fraction(one) for one in parts])
    order = sorted(range(len(parts)), key=lambda at: parts[at])
    assert all(parts[a] == parts[b] or coins[a] <= coins[b] for a, b in pairwise(order))


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return SiteTest.of(tmp_path_factory.mktemp("shared"), SHARED)


@pytest.mark.parametrize(
    ("currency", "amount", "given"),
    [
        ("EUR", "100", ["33.34", "33.33", "33.33"]),
        ("JPY", "100", ["34", "33", "33"]),
        ("KWD", "0.001", ["0.001", "0.000", "0.000"]),
        ("eur", "0.02", ["0.01", "0.01", "0.00"]),
        ("USD", "1200.00", ["400.00", "400.00", "400.00"]),
    ],
)
def test_any_currency_is_divided_by_its_smallest_coins(currency, amount, given, shared):
    run = shared.run(
        "shares", "lamp", "--amount", f"profit={amount}", "--currency", currency, "--format", "csv", "--pool", "profit"
    )
    assert run.code == 0, run.err
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert [row["amount"] for row in rows] == given
    assert {row["currency"] for row in rows} == {currency.upper()}


def test_a_waived_share_goes_back_to_the_others_in_proportion(shared):
    run = shared.run("shares", "lamp", "--amount", "merch=99.99", "--currency", "EUR", "--format", "json")
    rows = [row for row in json.loads(run.out)["shares"] if row["pool"] == "merch"]
    assert [row.get("amount") for row in rows] == ["49.99", "0.00", "50.00"]
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal("99.99")
    assert sum(Fraction(row["portion"]) for row in rows) == 1
    assert json.loads(run.out)["totals"] == {"EUR": "99.99"}
    assert '"merch" of "lamp" is only proposed until 2026-12-31' in run.err


def test_a_table_shows_names_and_the_sum(shared):
    out = shared.run("shares", "lamp", "--amount", "profit=100", "--currency", "EUR").out
    assert "Lamp (lamp): profit\nHalf of every ticket\n" in out
    assert "Zoë 木       zoe          1 part = 33.33 %   33.33 EUR\n" in out
    assert "Total             100.00 EUR\n" in out


def test_a_statement_of_one_person_covers_all_projects(shared):
    shared.write("sums.csv", "project,pool,amount,currency\nlamp,profit,100,EUR\nlamp,merch,10.00,EUR\nsong,,500,JPY\n")
    run = shared.run("shares", "--contributor", "zoe", "--amounts", str(shared.root / "sums.csv"), "--format", "json")
    found = json.loads(run.out)
    assert [(row["project"], row["pool"], row["amount"]) for row in found["shares"]] == [
        ("lamp", "profit", "33.33"),
        ("lamp", "merch", "5.00"),
        ("song", "sales", "500"),
    ]
    assert found["totals"] == {"EUR": "38.33", "JPY": "500"}
    table = shared.run("shares", "--contributor", "zoe", "--amounts", str(shared.root / "sums.csv")).out
    assert table.startswith("Zoë 木 (zoe)\n\n")
    assert "38.33 EUR" in table


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lamp", "--amount", "10"], "--currency"),
        (["lamp", "--amount", "10", "--currency", "EUR"], "several pools; say which"),
        (["lamp", "--amount", "profit=10.005", "--currency", "EUR"], "EUR has 2 decimal places"),
        (["lamp", "--amount", "profit=10.5", "--currency", "JPY"], "JPY has no decimal places"),
        (["lamp", "--amount", "profit=ten", "--currency", "EUR"], '"ten" is no amount; write it as 1200.00'),
        (["lamp", "--amount", "profit=-1", "--currency", "EUR"], "no amount that can be divided"),
        (["lamp", "--amount", "profit=nan", "--currency", "EUR"], "no amount that can be divided"),
        (["lamp", "--amount", "profit=1e30", "--currency", "EURO"], '"EURO" is no currency of ISO 4217'),
        (["lampe"], 'there is no project "lampe"; did you mean "lamp"?'),
        (["lamp", "--pool", "loss"], '"lamp" has no pool named "loss"; it has profit, merch'),
        (["--contributor", "zo"], 'there is no contributor "zo"; did you mean "zoe"?'),
        (["--amount", "10", "--currency", "EUR"], "--amount needs the PROJECT"),
    ],
)
def test_what_cannot_be_divided_is_said(arguments, said, shared):
    run = shared.run("shares", *arguments)
    assert run.code == 2
    assert said in run.err
    assert run.out == ""


def test_every_mistake_in_a_file_of_amounts_is_told_at_once(shared):
    shared.write(
        "bad.csv", "project,pool,amount,currency\nlmp,profit,1,EUR\nlamp,,1,EUR\nlamp,profit,1.001,EUR\nlamp,merch,1,XXQ\n"
    )
    run = shared.run("shares", "--amounts", str(shared.root / "bad.csv"))
    assert run.code == 1
    for line in ("bad.csv:2:1: unknown-project", "bad.csv:3:1: bad-csv", "bad.csv:4:1: bad-value", "bad.csv:5:1: bad-value"):
        assert line in run.err


def test_when_everybody_waives_nothing_is_divided(tmp_path):
    lamp = "title: Lamp\nmedium: poem\ncredits: {author: ana-lima}\nshares: [{pool: profit, split: {ana-lima: {parts: 3, waived: true}}}]\n"
    site = SiteTest.of(tmp_path, PEOPLE | {LAMP: lamp})
    run = site.run("shares", "lamp", "--amount", "1", "--currency", "EUR")
    assert run.code == 2
    assert "every share is waived or 0" in run.err


def test_readers_see_as_much_as_was_chosen_and_where_to_comment(shared):
    shared.build()
    page = shared.read("projects/lamp/index.html")
    assert "33.33 %" in page
    assert "waived" in page
    assert "Open until" in page
    assert "mailto:editor@example.org?subject=The%20split%20of%20merch" in page
    assert page.count("Say what you think of this split") == 1
    project = (
        SHARED[LAMP].replace("visibility: public", "visibility: hidden", 1).replace("visibility: public", "visibility: totals")
    )
    shared.write(LAMP, project).build()
    page = shared.read("projects/lamp/index.html")
    assert "profit" not in page
    assert "merch" in page
    assert "33.3" not in page
    shared.write(LAMP, SHARED[LAMP])
