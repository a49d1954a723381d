"""Who did what to whom, where and when; denied, hedged, reported."""

from __future__ import annotations

import pytest
from reading import assertion, document, pipeline, read, role

from extractors import extract
from extractors.assertions.predicates import predicates


def test_agent_theme_place_and_date_of_an_active_clause() -> None:
    made = assertion(read("Canada sent 300 soldiers to Mali on 3 May 2023."), "send")
    assert role(made, "agent") == {"Canada"}
    assert any(words.startswith("300 soldiers") for words in role(made, "theme"))
    assert role(made, "goal") | role(made, "place") == {"Mali"}
    assert made.frames == ("deployment",)
    assert made.event_time.timex == "2023-05-03"
    assert made.event_time.basis == "stated"
    assert [q.low for q in made.quantities] == [300]


def test_a_passive_says_the_same_of_the_same() -> None:
    made = assertion(read("About 300 soldiers were sent to Mali by Canada."), "send")
    assert role(made, "agent") == {"Canada"}
    assert role(made, "theme") == {"About 300 soldiers"}


def test_a_relative_clause_gets_its_antecedent() -> None:
    made = assertion(read("The photos, which were forged by the ministry, went round."), "forge")
    theme = next(a for a in made.arguments if a.role == "theme")
    assert "#imagery" in theme.concepts
    assert role(made, "agent") == {"the ministry"}


def test_there_is_no_asserts_an_absence() -> None:
    made = assertion(read("There were no Canadian troops in Mali."), "be")
    assert made.frames == ("presence",)
    assert made.polarity == "NEG"
    assert role(made, "place") == {"Mali"}
    theme = next(a for a in made.arguments if a.role == "theme")
    assert {"@canada", "#soldier"} <= set(theme.concepts)
    assert theme.determiner == "none"


@pytest.mark.parametrize(
    ("text", "predicate", "polarity", "certainty", "modality"),
    [
        ("The army did not attack the town.", "attack", "NEG", "CERTAIN", "actual"),
        ("The army never attacked the town.", "attack", "NEG", "CERTAIN", "actual"),
        ("The army failed to take the town.", "take", "NEG", "CERTAIN", "actual"),
        ("The army may have attacked the town.", "attack", "POS", "POSSIBLE", "actual"),
        ("The army reportedly attacked the town.", "attack", "POS", "PROBABLE", "actual"),
        ("The army will attack the town.", "attack", "POS", "CERTAIN", "future"),
        ("The army wants to attack the town.", "attack", "POS", "UNDERSPECIFIED", "wish"),
        ("Did the army attack the town?", "attack", "POS", "UNDERSPECIFIED", "question"),
        (
            "If the army attacks the town, people will flee.",
            "attack",
            "POS",
            "UNDERSPECIFIED",
            "conditional",
        ),
    ],
)
def test_polarity_certainty_and_modality(
    text: str, predicate: str, polarity: str, certainty: str, modality: str
) -> None:
    made = assertion(read(text), predicate)
    assert (made.polarity, made.certainty, made.modality) == (polarity, certainty, modality)


def test_a_negation_reaches_the_second_verb_and_the_object_both() -> None:
    found = read("The soldiers had never seen or met a stranger.")
    for predicate in ("see", "meet"):
        made = assertion(found, predicate)
        assert made.polarity == "NEG"
        assert role(made, "theme") == {"a stranger"}


def test_rather_than_denies_what_it_excludes() -> None:
    found = read("The troops were stationed in the town rather than deployed along the border.")
    assert assertion(found, "station").polarity == "POS"
    assert assertion(found, "deploy").polarity == "NEG"


def test_a_source_and_who_passes_its_words_on() -> None:
    made = assertion(read("Two farmers told the BBC that the river had flooded Kisumu."), "flood")
    assert [s.text.removeprefix("the ") for s in made.sources] == ["BBC", "Two farmers"]


def test_a_denied_content_is_negative_and_keeps_its_source() -> None:
    made = assertion(read("Kenya's army denied that it had attacked Somalia."), "attack")
    assert made.polarity == "NEG"
    assert [s.entity for s in made.sources] != []


def test_i_and_we_in_quoted_words_are_the_speaker() -> None:
    made = assertion(read("“We have not met any strangers,” the farmers said."), "meet")
    agent = next(a for a in made.arguments if a.role == "agent")
    assert "=farmer" in agent.concepts
    assert made.polarity == "NEG"


def test_signed_it_means_the_treaty() -> None:
    found = read("The pact rests on a treaty. Emmanuel Macron signed it in June 2021.")
    theme = next(a for a in assertion(found, "sign").arguments if a.role == "theme")
    assert "#treaty" in theme.concepts


def test_a_list_items_leading_date_dates_it() -> None:
    found = read("August 2014: The army announced a ceasefire.", kind="list_item")
    made = assertion(found, "announce")
    assert made.event_time.timex == "2014-08"
    assert made.event_time.basis in {"context", "stated"}


def test_offsets_slice_to_the_words() -> None:
    texts = ("Canada sent 300 soldiers.", "They fought in Mali, “far away” — as Paris said.")
    whole = document(*texts)
    found = extract(whole, pipeline())
    assert found.assertions
    for made in found.assertions:
        assert whole.text[made.sentence_start : made.sentence_end] == made.text
        for argument in made.arguments:
            assert whole.text[argument.start : argument.end] == argument.text
        for quantity in made.quantities:
            assert whole.text[quantity.start : quantity.end] == quantity.text


def test_an_event_noun_is_taken_for_granted_and_a_bare_one_asserts_nothing() -> None:
    found = read("Since the deployment of soldiers to Mali, prices rose.")
    assert assertion(found, "deployment").modality == "presupposed"
    doc = pipeline()("Deployment is hard.")
    assert "Deployment" not in {token.text for token in predicates(doc)}


def test_ids_are_stable_and_differ() -> None:
    first, second = (
        read("Canada sent soldiers. Kenya sent ships."),
        read("Canada sent soldiers. Kenya sent ships."),
    )
    ids = [a.assertion_id for a in first.assertions]
    assert ids == [a.assertion_id for a in second.assertions]
    assert len(set(ids)) == len(ids)


def test_a_paragraph_that_is_all_quotation_keeps_its_speaker() -> None:
    found = read(
        "“The bridge is old,” the mayor of Orlo said. “We will close it on Monday.",
        "“Trucks have damaged the bridge.”",
    )
    assert [s.text for s in assertion(found, "damage").sources] == ["the mayor of Orlo"]


def test_the_authors_own_voice_is_no_source() -> None:
    made = assertion(read("I have written that there were no Canadian troops in Mali."), "be")
    assert made.sources == ()
    assert made.polarity == "NEG"


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("The blast hit the town on 5 May 2023 and killed 12 people.", ["hit", "kill"]),
        (
            "A bomb exploded on 5 May 2023, killing 12 and wounding 40.",
            ["explode", "kill", "wound"],
        ),
        ("12 people were killed and 40 wounded on 5 May 2023.", ["kill", "wound"]),
        ("The attack, which killed 20, took place on 5 May 2023.", ["kill", "take"]),
        ("Killing 12 people, the bomb went off on 5 May 2023.", ["kill", "go off"]),
        # another time, or the time of saying it
        ("The plane crashed on 5 May 2023 and was later found in the sea.", ["crash"]),
        ("He said on 5 May 2023 that the troops had left.", []),
    ],
)
def test_a_date_reaches_what_is_told_with_its_predicate(text: str, dated: list[str]) -> None:
    made = [a.predicate for a in read(text).assertions if a.event_time.timex == "2023-05-05"]
    assert made == dated
